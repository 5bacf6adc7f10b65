using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Looks beside a point where a gradient seems wrong. Where kinks meet, no slope on either side need be the one that right
/// code gives by its convention; but a little beside, where the same ones are chosen, it is right. Such a slope is one of
/// those that meet at the point, and nothing is decided. Where many kinks run into one output, it need not be the same.
/// </summary>
/// <remarks>
/// The limits of gradients at points nearby are the B-subdifferential: F. Clarke, "Optimization and Nonsmooth Analysis",
/// Wiley 1983, theorem 2.5.1. By ordered moves a maximum's first, or last, winner wins alone.
/// </remarks>
internal static class Surroundings
{
    private const int Seed = 20_251_126;
    private const double Jumps = 0.5;                 // of the mistake: a slope that changes less is on the same piece
    private const double Same = 1e-2;
    private static readonly double Share = Math.ScaleB(1, -20);

    /// <summary>How far each entry moves, given its place from 0 to 1; the first move tells smooth functions from others.</summary>
    private static readonly Func<double, Random, double>[] Moves =
    [
        (_, random) => 2 * random.NextDouble() - 1,
        (place, _) => 2 - place, (place, _) => 1 + place, (place, _) => place - 2, (place, _) => -1 - place,
        (_, random) => 2 * random.NextDouble() - 1, (_, random) => 2 * random.NextDouble() - 1,
    ];

    /// <summary>The same reports, but for entries whose analytic slope is right beside the point.</summary>
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
        var (reports, random) = (found.ToArray(), new Random(Seed));
        for (var i = 0; i < Moves.Length && open.Count > 0; i++)
            Restored.After(tensors, () =>
            {
                foreach (var tensor in tensors) Move(tensor, Moves[i], random);
                return Beside(isFirst: i == 0);
            });
        return reports;

        bool Beside(bool isFirst)
        {
            try
            {
                var beside = at(tensors[^1]);
                var ladder = new Ladder(beside);
                return open.RemoveAll(k => IsSettled(k, beside, ladder.Derivative(variable, entries[k]), isFirst)) > 0;
            }
            catch (CheckedCodeException)
            {
                return false;                         // the domain ends here
            }
        }

        bool IsSettled(int k, Subject beside, NumericDerivative numeric, bool isFirst)
        {
            var (analytic, here) = (beside.Variables[variable].Analytic[entries[k]], found[k]);
            var mistake = Math.Abs(here.Numeric - here.Analytic);
            var isSame = Math.Abs(analytic - here.Analytic) <= Same * mistake;
            if (!isSame && beside.Upstream.Length > 1) return false;
            if (Verdicts.Of(analytic, numeric, beside.Variables[variable].Yardstick) == Verdict.Wrong)
                return isFirst && isSame && Math.Abs(numeric.Value - here.Numeric) <= Jumps * mistake;
            reports[k] = here with { Verdict = Verdict.Inconclusive, Doubt = Doubt.Kink };
            return true;
        }
    }

    private static bool IsOpen(EntryReport entry) =>
        entry is { Verdict: Verdict.Wrong, Doubt: null } or { Doubt: Doubt.Contradiction };

    private static void Move(Tensor<double> tensor, Func<double, Random, double> move, Random random)
    {
        var typical = RootMeanSquare.Of(tensor.Values) is > 0 and var rms ? rms : 1;
        for (var i = 0; i < tensor.Shape.Count; i++)
            tensor[i] += Share * move((double)i / tensor.Shape.Count, random) * (tensor[i] == 0 ? typical : Math.Abs(tensor[i]));
    }
}
