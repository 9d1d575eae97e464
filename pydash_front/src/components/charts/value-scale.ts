const TARGET_STEPS = 4;
const NICE_FACTORS = [1, 2, 2.5, 5, 10];

/**
 * Round ticks from zero to just above the highest value.
 *
 * @param isWhole whether values between whole numbers make no sense
 */
export function valueTicks(values: readonly (number | null)[], isWhole: boolean): number[] {
  const highest = Math.max(0, ...values.map((value) => value ?? 0)) || 1;
  const rough = highest / TARGET_STEPS;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const steps = NICE_FACTORS.map((factor) => factor * magnitude);
  const fitting = steps.find((step) => step >= rough * 0.999 && (!isWhole || step % 1 === 0));
  const step = fitting ?? 1;
  const count = Math.ceil(highest / step - 1e-9);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}
