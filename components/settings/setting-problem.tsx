/** Below the control of a setting: that it was not kept. */
export function SettingProblem({ problem }: { problem: string | null }) {
  if (problem === null) return null;
  return (
    <span role="alert" className="text-[12px] leading-4 text-danger">
      {problem}
    </span>
  );
}
