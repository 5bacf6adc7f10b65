namespace CnnVerified.Verification.Repairing;

/// <summary>Named values that several operations of a line use, and others that may stand for them.</summary>
internal static class Uses
{
    /// <summary>Every line with such values, and what may stand for them there.</summary>
    public static IEnumerable<(StepGroup Group, IEnumerable<Change> Changes)> All(Tape tape, KnownValues known)
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
                yield return (
                    new StepGroup(line.Key, tape.Steps[steps[0]].Place!, 0, steps), Others(own, at, line.Key));
            }
        }

        IEnumerable<Change> Others(NamedValues own, Dictionary<int, int> at, string where) =>
            from other in known.All
            where other != own && (other.Values.Length == own.Values.Length || other.Values.Length == 1)
            let instead = (Func<int, double?>)(operand => at.TryGetValue(operand, out var i)
                ? other.Values[other.Values.Length == 1 ? 0 : i] : null)
            select new Change($"{other.Name} stands for {own.Name} {where}", other.Weight,
                (n, left, right, _) => Traced.Result(tape.Steps[n].Place!,
                    instead(tape.Steps[n].Left) ?? left, instead(tape.Steps[n].Right) ?? right));
    }
}
