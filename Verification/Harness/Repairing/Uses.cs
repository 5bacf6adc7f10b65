namespace CnnVerified.Verification.Repairing;

/// <summary>Named values that several operations of a line use, and others that may stand for them.</summary>
internal static class Uses
{
    /// <summary>Every line with such values, and what may stand for them there.</summary>
    public static IEnumerable<(StepGroup Group, Change Change)> All(Tape tape, KnownValues known)
    {
        foreach (var own in known.Whole)
        {
            var at = new Dictionary<int, int>();
            foreach (var (i, n) in own.Steps.Index())
                if (n >= 0) at.TryAdd(n, i);
            foreach (var line in Enumerable.Range(0, tape.Steps.Count)
                .Where(n => at.ContainsKey(tape.Steps[n].Left) || at.ContainsKey(tape.Steps[n].Right))
                .GroupBy(n => tape.Steps[n].Place!.Where))
            {
                int[] steps = [.. line];
                if (steps.DistinctBy(n => tape.Steps[n].Place).Count() < 2) continue;
                var group = new StepGroup(line.Key, tape.Steps[steps[0]].Place!, 0, steps);
                foreach (var other in known.All.Where(other => other != own))
                {
                    if (other.Values.Length != own.Values.Length && other.Values.Length != 1) continue;
                    yield return (group, new($"{other.Name} stands for {own.Name} {line.Key}", other.Weight,
                        (n, left, right, _) => Traced.Result(tape.Steps[n].Place!,
                            Instead(tape.Steps[n].Left) ?? left, Instead(tape.Steps[n].Right) ?? right)));

                    double? Instead(int operand) =>
                        at.TryGetValue(operand, out var i) ? other.Values[other.Values.Length == 1 ? 0 : i] : null;
                }
            }
        }
    }
}
