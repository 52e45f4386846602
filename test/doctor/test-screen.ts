import pc from 'picocolors';
import type { DoctorScreen } from '../../src/doctor/doctor.ts';

/** A screen that remembers what is shown on it. */
export interface TestScreen extends DoctorScreen {
  shown(): string;
}

export function createTestScreen({ columns = 100, isLive = false } = {}): TestScreen {
  let text = '';
  return {
    columns,
    isLive,
    colors: pc.createColors(false),
    write(more) {
      text += more;
    },
    shown: () => text,
  };
}
