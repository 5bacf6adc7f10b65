using CnnVerified.Layers;

namespace CnnVerified.Verification;

/// <summary>
/// Looks beside a point where a gradient seems wrong. At kinks the gradient of right code jumps: several that meet at one
/// point may cancel, so that no slope on either side is the one that the code's convention gives. If the gradient is
/// another a little to the side, and right there, nothing is decided.
/// </summary>
/// <remarks>
/// The gradient of relu(x) − relu(−x) at 0 comes out as 0, while the function is x: S. Kakade and J. Lee, "Provably
/// Correct Automatic Subdifferentiation for Qualified Programs", NeurIPS 2018, section 1.
/// </remarks>
internal static class Surroundings
{
    private const int Seed = 20_251_126;
    private const double Jumps = 0.5;                 // of the mistake: less is no jump of the gradient
    private static readonly double Share = Math.ScaleB(1, -20);

    /// <summary>The same reports, but for entries whose gradient jumps here and is right beside.</summary>
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
        if (!found.Any(IsOpen)) return found;
        Tensor<double>[] tensors = [.. parameters, x.Clone()];
        return Restored.After(tensors, () =>
        {
            var random = new Random(Seed);
            foreach (var tensor in tensors) Move(tensor, random);
            try
            {
                var beside = at(tensors[^1]);
                var ladder = new Ladder(beside);
                return [.. found.Select((entry, k) => IsOpen(entry) && IsRightBeside(beside, ladder, entries[k], entry)
                    ? entry with { Verdict = Verdict.Inconclusive, Doubt = Doubt.Kink } : entry)];
            }
            catch (CheckedCodeException)
            {
                return found;                         // the domain ends here
            }
        });

        bool IsRightBeside(Subject beside, Ladder ladder, int entry, EntryReport here)
        {
            var analytic = beside.Variables[variable].Analytic[entry];
            return Math.Abs(analytic - here.Analytic) > Jumps * Math.Abs(here.Numeric - here.Analytic)
                && Verdicts.Of(analytic, ladder.Derivative(variable, entry), beside.Variables[variable].Yardstick)
                    != Verdict.Wrong;
        }
    }

    private static bool IsOpen(EntryReport entry) =>
        entry is { Verdict: Verdict.Wrong, Doubt: null } or { Doubt: Doubt.Contradiction };

    private static void Move(Tensor<double> tensor, Random random)
    {
        var typical = RootMeanSquare.Of(tensor.Values) is > 0 and var rms ? rms : 1;
        foreach (ref var value in tensor.Values)
            value += Share * (2 * random.NextDouble() - 1) * (value == 0 ? typical : Math.Abs(value));
    }
}
