#!/bin/sh
# Brings Temporal's two databases to the schema of this version of its tools; does nothing where they already have it.
# The connection comes from SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD.
set -eu

# update DATABASE SCHEMA
update() {
  # Fails when there is no such database yet. Where there is one, it leaves a version that is already set as it is.
  temporal-sql-tool --db "$1" setup-schema -v 0.0 || {
    echo "Creating the database $1"
    temporal-sql-tool --db "$1" create-database
    temporal-sql-tool --db "$1" setup-schema -v 0.0
  }
  temporal-sql-tool --db "$1" update-schema --schema-name "$2"
}

update temporal postgresql/v12/temporal
update temporal_visibility postgresql/v12/visibility
echo 'The databases of Temporal are up to date.'
