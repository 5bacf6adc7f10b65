namespace CnnVerified.Verification;

/// <summary>
/// The derivative along one entry by difference quotients on a ladder of steps, each a quarter of the one before. A few
/// rungs settle a smooth function; where they do not, all of them decide, with the function's noise measured.
/// </summary>
/// <remarks>
/// Steps are shares of the entry's own size. A small entry has a second ladder from its tensor's size, or from 1, for
/// functions that know no other. About 17 values of the function for a smooth one, about 120 for all rungs.
/// </remarks>
internal sealed class Ladder(Subject subject)
{
    private const int LogRatio = 2;                   // of neighbouring steps, as a power of two
    private const int Finest = 23;                    // rungs below an entry's size: its last bits
    private const int SecondFinest = 18;
    private const int GlanceFirst = 1, GlanceLast = 8;
    private const int Fewest = 4;                     // rungs with both sides; fewer leave it to one side
    private const double Top = 0.85;                  // of the size: no step leads to 0, where many functions end
    private const int Again = 6;                      // every so many rungs are evaluated twice

    private readonly Section section = new(subject);
    private readonly double[] scales = [.. subject.Variables.Select(v => RootMeanSquare.Of(v.Value.Values))];

    /// <summary>The derivative: from a few rungs if they agree with the analytic one, otherwise from all.</summary>
    public NumericDerivative Derivative(int variable, int entry) =>
        Glance(variable, entry) is { } glanced
            && Verdicts.Of(subject.Variables[variable].Analytic[entry], glanced, scale: 0) == Verdict.Correct
        ? glanced : Climb(variable, entry);

    /// <summary>The derivative from a few rungs; null unless the function is plainly smooth, or plainly does not move.</summary>
    public NumericDerivative? Glance(int variable, int entry)
    {
        var size = Size(variable, entry);
        var rungs = Rungs(variable, entry, Enumerable.Range(GlanceFirst, GlanceLast).Select(k => Step(size, -k)));
        if (rungs.Any(rung => !rung.Has(Side.Below) || !rung.Has(Side.Above))) return null;
        var central = Extrapolation.Best(rungs, Side.Both, 0);
        var (below, above) = (Extrapolation.Best(rungs, Side.Below, 0), Extrapolation.Best(rungs, Side.Above, 0));
        var isSmooth = central.Uncertainty <= Tolerances.Resolution * Math.Abs(central.Value)
            && Math.Abs(above.Value - below.Value) <= above.Uncertainty + below.Uncertainty
            && above.Uncertainty + below.Uncertainty <= Tolerances.GlancedGap * Math.Abs(central.Value);
        return isSmooth ? Smooth(central, rungs) : null;
    }

    /// <summary>The derivative from all rungs.</summary>
    public NumericDerivative Climb(int variable, int entry)
    {
        var rungs = Rungs(variable, entry, Steps(variable, entry));
        if (rungs.Count == 0) return NumericDerivative.Unknown(Doubt.NotANumber);
        if (IsRandom(variable, entry, rungs)) return NumericDerivative.Unknown(Doubt.NotDeterministic);
        if (!rungs.Any(rung => rung.Moves)) return Smooth(Extrapolation.Best(rungs, Side.Both, 0), rungs);

        var noise = Noise.Of(section, variable, entry, rungs);
        var central = Extrapolation.Best(rungs, Side.Both, noise);
        var (below, above) = (Extrapolation.Best(rungs, Side.Below, noise), Extrapolation.Best(rungs, Side.Above, noise));
        if (IsStaircase(rungs, central, noise)) return Smooth(central, rungs) with { Doubt = Doubt.Noise };
        if (!central.IsKnown || rungs.Count(rung => rung.Has(Side.Both)) < Fewest)
        {
            var only = below.Uncertainty < above.Uncertainty ? below : above;
            return only.IsKnown ? Smooth(only, rungs) : NumericDerivative.Unknown(Doubt.Edge);
        }
        return Sides.Of(rungs, central, noise) switch
        {
            SidesKind.Jump => Smooth(central, rungs) with { Doubt = Doubt.Jump },
            SidesKind.Kink => new((below.Value + above.Value) / 2, Math.Max(below.Uncertainty, above.Uncertainty))
            {
                HalfGap = Math.Abs(above.Value - below.Value) / 2, Moved = true,
            },
            _ => Smooth(central, rungs),
        };
    }

    private static NumericDerivative Smooth(Estimate estimate, List<Rung> rungs) => new(
        estimate.Value, estimate.Uncertainty + Tolerances.NumericFloor * Math.Abs(estimate.Value))
    {
        Steepest = estimate.Steepest,
        Visible = rungs.Min(rung => rung.Rounding(Side.Both, 0)) * Tolerances.VisibleRoundings,
        Moved = rungs.Any(rung => rung.Moves),
        IsSingle = rungs.All(rung => rung.Lower.IsSingle && rung.Upper.IsSingle),
    };

    /// <summary>Noise so regular that it shows in no difference: a finer step has a slope that noise does not explain.</summary>
    private static bool IsStaircase(List<Rung> rungs, Estimate central, double noise)
    {
        var finer = rungs.Where(rung => rung.Has(Side.Both) && rung.Step <= central.Step).ToArray();
        return finer.Length > 0 && finer.Any(rung => Math.Abs(rung.Slope(Side.Both) - central.Value)
            > Extrapolation.Margin * rung.Rounding(Side.Both, noise) + central.Uncertainty
                + Math.Abs(finer[^1].Slope(Side.Both) - central.Value));
    }

    private bool IsRandom(int variable, int entry, List<Rung> rungs)
    {
        Rung[] some = [.. rungs.Where((_, i) => i % Again == Again / 2)];
        var again = section.At(variable, entry, [.. some.Select(rung => rung.Upper.Value)]);
        return some.Zip(again).Any(pair => !pair.First.Upper.Change.Equals(pair.Second.Change));
    }

    private double Size(int variable, int entry)
    {
        var own = Math.Abs(subject.Variables[variable].Value[entry]);
        return own > 0 ? own : scales[variable] > 0 ? scales[variable] : 1;
    }

    private static double Step(double size, int rung) => Math.ScaleB(Top * size, rung * LogRatio);

    /// <summary>All steps, the finest first.</summary>
    private IEnumerable<double> Steps(int variable, int entry)
    {
        var size = Size(variable, entry);
        var rungs = Enumerable.Range(-Finest, Finest + 1).ToHashSet();
        foreach (var scale in new[] { scales[variable], 1 })
        {
            if (scale <= size) continue;
            var top = (int)Math.Round(Math.Log2(scale / size)) / LogRatio;
            rungs.UnionWith(Enumerable.Range(top - SecondFinest, SecondFinest + 1));
        }
        return rungs.Where(rung => rung >= -Finest).Order().Select(rung => Step(size, rung));
    }

    private List<Rung> Rungs(int variable, int entry, IEnumerable<double> steps)
    {
        var theta = subject.Variables[variable].Value[entry];
        double[] distinct = [.. steps.Where(h => theta + h != theta && theta - h != theta && double.IsFinite(theta + h)).Order()];
        var samples = section.At(variable, entry, [.. distinct.SelectMany(h => new[] { theta - h, theta + h })]);
        return [.. distinct.Select((h, i) => new Rung(theta, h, samples[2 * i], samples[2 * i + 1]))
            .Where(rung => rung.Lower.IsFinite || rung.Upper.IsFinite)];
    }
}
