namespace CnnVerified.Verification.Oracles;

/// <summary>
/// Looks beside a point where a gradient seems wrong. Where kinks meet, no slope on either side need be the one that
/// right code gives by its conventions, which may not even fit together. But it is right all around the point, and
/// where the same choices are made, it is the same. A single output may have too many kinks for one move to make the
/// same choices.
/// </summary>
/// <remarks>
/// The limits of gradients at points nearby are the B-subdifferential: F. Clarke, "Optimization and Nonsmooth
/// Analysis", Wiley 1983, theorem 2.5.1. By ordered moves a maximum's first, or last, winner wins alone.
/// </remarks>
internal static class Surroundings
{
    private const int Seed = 20_251_126;
    private const double Same = 1e-2;                 // of the mistake
    private const int Block = 16;

    // Parameters move further: those of a later layer, not x, break the ties behind them.
    private static readonly double Share = Math.ScaleB(1, -27), ParameterShare = Math.ScaleB(1, -14);

    /// <summary>
    /// How far each entry moves, given its place from 0 to 1: at random, or so that a first or last winner wins.
    /// </summary>
    private static readonly Func<double, Random, double>[] Moves =
    [
        (_, random) => 2 * random.NextDouble() - 1, (_, random) => 2 * random.NextDouble() - 1,
        (_, random) => 2 * random.NextDouble() - 1,
        (place, _) => 2 - place, (place, _) => 1 + place, (place, _) => place - 2, (place, _) => -1 - place,
    ];

    /// <summary>The same reports, but for entries whose analytic slope is right all around the point.</summary>
    /// <param name="parameters">What is moved in place, and put back.</param>
    /// <param name="x">The point.</param>
    /// <param name="at">The subject at another point, of the parameters as they are then.</param>
    /// <param name="variable">Which tensor.</param>
    /// <param name="entries">Which entries of it.</param>
    /// <param name="found">What was found for them.</param>
    public static EntryReport[] Reconsider(
        IEnumerable<Tensor<double>> parameters, Tensor<double> x, Func<Tensor<double>, Subject> at,
        int variable, Selection entries, EntryReport[] found)
    {
        var open = Enumerable.Range(0, found.Length).Where(k => IsOpen(found[k])).ToList();
        if (open.Count is 0 or > Tolerances.ThoroughEntries) return found;       // right code has no more kinks
        Tensor<double>[] tensors = [.. parameters, x.Clone()];
        var (random, confirmed) = (new Random(Seed), new HashSet<int>());
        for (var i = 0; i < Moves.Length && open.Count > 0; i++)
            Restored.After(tensors, () =>
            {
                foreach (var tensor in tensors)
                    Move(tensor, tensor == tensors[^1] ? Share : ParameterShare, Moves[i], random);
                return LookBeside();
            });
        return [.. found.Select((entry, k) => open.Contains(k) && confirmed.Contains(k)
            ? entry with { Verdict = Verdict.Inconclusive, Doubt = Doubt.Kink } : entry)];

        bool LookBeside()
        {
            try
            {
                var beside = at(tensors[^1]);
                var (tensor, seen) = (beside.Variables[variable], new NumericDerivative[found.Length]);
                new Workers<Ladder>(beside.RunsInParallel(), () => new Ladder(beside)).ForEach(open.Count, Block,
                    (ladder, i) => seen[open[i]] =
                        ladder.Derivative(variable, entries[open[i]], isWrongBeside: () => true));
                return open.RemoveAll(k => IsWrong(k, tensor, seen[k], beside.IsOneNumber)) > 0;
            }
            catch (CheckedCodeException)
            {
                return false;                         // the domain ends here
            }
        }

        bool IsWrong(int k, Variable tensor, NumericDerivative numeric, bool isOfOneOutput)
        {
            var analytic = tensor.Analytic[entries[k]];
            var small = Same * Math.Abs(found[k].Numeric - found[k].Analytic);
            if (Math.Abs(analytic - numeric.Value) + numeric.Uncertainty <= small
                && (isOfOneOutput || Math.Abs(analytic - found[k].Analytic) <= small))
                confirmed.Add(k);
            return Ruling.Of(analytic, numeric, tensor.YardstickOf(entries[k])) == Verdict.Wrong;
        }
    }

    private static bool IsOpen(EntryReport entry) =>
        entry is { Verdict: Verdict.Wrong, Doubt: null } or { Doubt: Doubt.Contradiction };

    private static void Move(Tensor<double> tensor, double share, Func<double, Random, double> move, Random random)
    {
        var typical = RootMeanSquare.Of(tensor.Values) is > 0 and var rms ? rms : 1;
        for (var i = 0; i < tensor.Shape.Count; i++)
            tensor[i] += share * move((double)i / tensor.Shape.Count, random)
                * (tensor[i] == 0 ? typical : Math.Abs(tensor[i]));
    }
}
