#!/bin/sh
# Creates the namespace TEMPORAL_NAMESPACE on the server at TEMPORAL_ADDRESS, or, where it exists, sets its retention to RETENTION.
set -eu

# wait_for COMMAND…
wait_for() {
  attempts=30
  until said=$("$@" 2>&1); do
    attempts=$((attempts - 1))
    if [ "$attempts" -eq 0 ]; then
      echo "$said" >&2
      echo "Temporal at $TEMPORAL_ADDRESS is not ready after a minute. Look at: docker compose logs temporal" >&2
      exit 1
    fi
    sleep 2
  done
}

wait_for temporal operator cluster health

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  temporal operator namespace update --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
fi

# The server may take seconds to notice a new namespace, and refuses workers until then.
wait_for temporal workflow list --namespace "$TEMPORAL_NAMESPACE" --limit 1
echo "The namespace $TEMPORAL_NAMESPACE keeps closed articles for $RETENTION."
