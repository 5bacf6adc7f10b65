namespace CnnVerified.Verification.Oracles;

/// <summary>
/// The derivative along one entry by difference quotients on a ladder of steps, each a quarter of the one before. A few
/// rungs settle a smooth function; where they do not, all of them decide, with the function's noise measured.
/// </summary>
/// <remarks>
/// Steps are shares of the entry's own size. A small entry has a second ladder from its tensor's size, or from 1, for
/// functions that know no other. Eight values of the function for a smooth one, sixteen for a steeper one, some hundred
/// for all rungs, and hundreds more where a jump has to be told from a mistake.
/// </remarks>
internal sealed class Ladder(Subject subject)
{
    private const int LogRatio = 2;                   // of neighbouring steps, as a power of two
    private const int Finest = 23;                    // rungs below an entry's size: its last bits
    private const int SecondFinest = 18;
    private const int Supporting = 4;                 // rungs at a glance: two may agree by chance
    private static readonly int[][] Glances = [[-2, -4, -6, -8], [-1, -3, -5, -7]];     // the second joins the first

    /// <summary>How often the function is called where the first few rungs settle an entry.</summary>
    public static readonly int CallsAtGlance = 2 * Glances[0].Length;

    private const int MostPieces = 3;                 // scales at which rounded code may jump
    private const double JumpsPerNoise = 3;           // evenly spread over a step, its standard deviation
    private const double Near = 1e-4;                 // of the coarsest step: what limits the steps is that near
    private const int MostRefined = 10;               // steps beside which others are taken
    private const int Again = 3;                      // every so many rungs are evaluated twice

    // Of the size: no step leads to 0, where many functions end, or to a number of single precision by chance.
    private const double Top = 0.8506508083520399;

    private readonly Section section = new(subject);
    // What rounding of all arguments does to the value, over 2⁻⁵³.
    private readonly double conditioning = subject.Variables.Sum(v =>
        Enumerable.Range(0, v.Value.Shape.Count).Sum(i => Math.Abs(v.Value[i] * v.Analytic[i])));
    private readonly double[] sizes = [.. subject.Variables.Select(v => RootMeanSquare.Of(v.Value.Values))];

    /// <summary>
    /// The derivative: from a few rungs if they agree with the analytic one, or show a gross mistake that something
    /// else shows too; otherwise from all.
    /// </summary>
    /// <param name="variable">Which tensor.</param>
    /// <param name="entry">The position in it.</param>
    /// <param name="exactly">What dual numbers give, if they are asked.</param>
    /// <param name="isWrongBeside">Whether all rungs have shown mistakes beside it; asked after a gross one.</param>
    public NumericDerivative Derivative(
        int variable, int entry, double? exactly = null, Func<bool>? isWrongBeside = null)
    {
        var (analytic, judged) = (subject.Variables[variable].Analytic[entry], Judged(variable, entry));
        return Glance(variable, entry, found => Ruling.Of(analytic, found, judged) == Verdict.Correct
                || Ruling.IsGross(analytic, found, judged)
                    && (exactly is { } exact && Ruling.Of(exact, found, judged) == Verdict.Correct
                        || isWrongBeside?.Invoke() == true))
            ?? Climb(variable, entry);
    }

    /// <summary>The derivative from a few rungs; null unless the function is plainly smooth.</summary>
    /// <param name="variable">Which tensor.</param>
    /// <param name="entry">The position in it.</param>
    /// <param name="isEnough">Whether what a few rungs tell will do; null if all that is smooth does.</param>
    public NumericDerivative? Glance(int variable, int entry, Func<NumericDerivative, bool>? isEnough = null)
    {
        var size = Size(variable, entry);
        var rungs = new List<Rung>();
        foreach (var glance in Glances)
        {
            rungs = Joined(rungs, Rungs(variable, entry, glance.Select(k => Step(size, k))));
            if (Smooth(rungs) is { } found && isEnough?.Invoke(found) != false) return found;
        }
        return null;
    }

    private NumericDerivative? Smooth(List<Rung> rungs)
    {
        var resolution =
            subject.Roundoff > ArrayNumbers.UnitRoundoff ? Tolerances.CoarseResolution : Tolerances.Resolution;
        if (rungs.Count < Supporting || rungs.Any(rung => !rung.Has(Side.Below) || !rung.Has(Side.Above))) return null;
        var central = Extrapolation.Best(rungs, Side.Both, 0);
        var (below, above) = (Extrapolation.Best(rungs, Side.Below, 0), Extrapolation.Best(rungs, Side.Above, 0));
        var isSmooth = central.Step >= rungs[Supporting - 1].Step
            && central.Uncertainty <= resolution * Math.Abs(central.Value)
            && Math.Abs(above.Value - below.Value) <= above.Uncertainty + below.Uncertainty
            && above.Uncertainty + below.Uncertainty <= Tolerances.GlancedGap * Math.Abs(central.Value);
        return isSmooth ? Interpretation.Smooth(central, rungs, 0) : null;
    }

    /// <summary>
    /// The derivative from all rungs: of the entry's own size, and where that does not do, of the tensor's and of 1
    /// too.
    /// </summary>
    public NumericDerivative Climb(int variable, int entry)
    {
        var (size, analytic) = (Size(variable, entry), subject.Variables[variable].Analytic[entry]);
        var own = Rungs(variable, entry, Enumerable.Range(-Finest, Finest + 1).Select(k => Step(size, k)));
        var found = Read(variable, entry, own);
        // A derivative of 0 may be one that steps of the entry's own size are too small to show.
        if (analytic != 0 && Ruling.Of(analytic, found, Judged(variable, entry)) == Verdict.Correct) return found;
        if (found.Doubt == Doubt.NotDeterministic) return found;
        var more = Rungs(variable, entry, Coarser(variable, entry, size));
        return more.Count == 0 ? found : Read(variable, entry, Joined(own, more));
    }

    /// <summary>
    /// What central differences give from the entry's own size down to its last bits, and what noise they have.
    /// </summary>
    public StepCurve Curve(int variable, int entry)
    {
        var (size, derivative) = (Size(variable, entry), Derivative(variable, entry));
        var rungs = Rungs(variable, entry,
            Enumerable.Range(-LogRatio * Finest, LogRatio * Finest + 1).Select(k => Math.ScaleB(Top * size, k)));
        var noise = rungs.Count == 0 ? 0 : Noise.Of(section, variable, entry, rungs);
        return new(derivative.Value, derivative.Step, [.. rungs.Where(rung => rung.Has(Side.Both)).Select(
            rung => (rung.Step, rung.Slope(Side.Both), rung.Rounding(Side.Both, noise)))]);
    }

    private NumericDerivative Read(int variable, int entry, List<Rung> rungs)
    {
        if (rungs.Count == 0) return NumericDerivative.Unknown(Doubt.NotANumber);
        if (IsRandom(variable, entry, rungs)) return NumericDerivative.Unknown(Doubt.NotDeterministic);
        if (!rungs.Any(rung => rung.Moves)) return Interpretation.Unmoved(rungs);

        var analytic = subject.Variables[variable].Analytic[entry];
        var noise = Noise.Of(section, variable, entry, rungs);
        var found = Interpretation.Of(rungs, noise);
        if (noise > 0 && Interpretation.Of(rungs, 0) is var piece && IsOfKinks(piece)) (noise, found) = (0, piece);
        var (jumps, isCoarse) = (false, found.Derivative.IsCoarse || !rungs[0].Moves);
        LookForJumps();
        for (var ratio = 2.0; ratio > 1.4 && Judge() == Verdict.Inconclusive && found.Derivative.Doubt is null;
            ratio = Math.Sqrt(ratio))
        {
            rungs = Between(variable, entry, rungs, found.Slope.Step, ratio);
            found = Interpretation.Of(rungs, noise);
            LookForJumps();
        }
        found = found with
        {
            Derivative = found.Derivative with
            {
                IsCoarse = found.Derivative.IsCoarse && isCoarse,
                Visible = jumps ? 0 : found.Derivative.Visible,       // a jump says nothing of what is small beside it
            },
        };
        return Judge() switch
        {
            Verdict.Inconclusive when found.Derivative.Doubt is null && !IsRightBesideOthers(found.Derivative) =>
                found.Derivative with { Doubt = Reason() },
            Verdict.Wrong when OtherReading() is { } other => other with { Doubt = Doubt.Kink },
            Verdict.Wrong when double.IsFinite(analytic)
                && Bits() is var bits && Math.Abs(analytic - found.Derivative.Value) <= bits => Within(bits),
            Verdict.Wrong when IsStairs() || IsPole() => found.Derivative with { Doubt = Reason() },
            _ => found.Derivative,
        };

        // Kinks of many sizes look like noise, but the function leaves the piece on which it lies without a jump.
        bool IsOfKinks(Interpretation piece) => piece.Derivative is { Doubt: null } derivative
            && derivative.Uncertainty <= Tolerances.Resolution * Math.Abs(derivative.Value)
            && Math.Abs(derivative.Value - found.Derivative.Value) > derivative.Uncertainty
            && new Piece(section, variable, entry, rungs).Jump(piece.Slope, 0).Size == 0;

        void LookForJumps()
        {
            for (var i = 0; i < MostPieces && (found.Jumps > 0 || IsSuspect()); i++)
            {
                var (jump, at) = found.Jumps > 0 ? (found.Jumps, 0)
                    : new Piece(section, variable, entry, rungs).Jump(found.Slope, noise);
                if (jump == 0) break;
                var more = Math.Max(jump / JumpsPerNoise, Noise.Of(section, variable, entry, rungs, at));
                if (more <= noise) break;
                (noise, jumps) = (more, true);
                found = Interpretation.Of(rungs, noise);
            }
        }

        Verdict Judge() => Ruling.Of(analytic, found.Derivative, Judged(variable, entry));

        // What is known of it is enough for an entry that is small beside others.
        bool IsRightBesideOthers(NumericDerivative derivative) =>
            Ruling.Of(analytic, derivative, subject.Variables[variable].YardstickOf(entry)) == Verdict.Correct;

        // Rounded code follows another slope, often 0, than it does as a whole.
        bool IsSuspect() =>
            found.Derivative is { Doubt: null } derivative && (derivative.Value == 0 || Judge() == Verdict.Wrong);

        // Code that rounds what it computes from its arguments follows another slope over steps of few of their bits.
        double Bits() => found.Derivative.HalfGap > 0 ? 0 : Math.ScaleB(Math.Max(
            Tolerances.OutputRoundings * Math.Abs(rungs[0].Theta * found.Derivative.Value),
            Tolerances.RoundingMoves * conditioning), -53) / found.Slope.Step;

        NumericDerivative Within(double bits)
        {
            var derivative = found.Derivative with { Uncertainty = found.Derivative.Uncertainty + bits };
            return IsRightBesideOthers(derivative) ? derivative : derivative with { Doubt = Reason() };
        }

        // Some step moves nothing though the slope would show there; or beyond a jump there are not many, or the slope
        // does not settle.
        bool IsStairs() => analytic == 0 && rungs.Any(rung => !rung.Moves
                && Math.Abs(found.Derivative.Value) > rung.Rounding(Side.Both, 0))
            || jumps && found.Derivative.Uncertainty > Tolerances.Signal * Math.Abs(found.Derivative.Value);

        // The sides meet at no step, or less and less, however well their mean settles.
        bool IsPole()
        {
            double[] gaps = [.. rungs.TakeWhile(rung => rung.Step <= found.Slope.Step).Select(rung =>
                Math.Abs(rung.Gap) - rung.Rounding(Side.Below, noise) - rung.Rounding(Side.Above, noise))];
            var seen = found.Derivative.Uncertainty + Tolerances.Signal * Math.Abs(found.Derivative.Value);
            return found.Derivative.HalfGap == 0 && gaps[0] > seen
                && (gaps[0] > gaps[^1] || gaps.All(gap => gap > seen));
        }

        // Kinks nearby may look like noise, which hides the piece between them; one side may have a slope of its own.
        NumericDerivative? OtherReading()
        {
            var (now, piece) = (found.Derivative, Interpretation.Of(rungs, 0).Derivative);
            if (Supports(piece) && Math.Abs(piece.Value - now.Value) > piece.Uncertainty) return piece;
            var both = Interpretation.Smooth(Extrapolation.Best(rungs, Side.Both, noise), rungs, noise);
            return found.Slope.Side != Side.Both && Supports(both) ? both : null;

            bool Supports(NumericDerivative other) =>
                other.Uncertainty <= Tolerances.GlancedGap * Math.Max(Math.Abs(other.Value), Math.Abs(now.Value))
                && Ruling.Of(analytic, other, Judged(variable, entry)) != Verdict.Wrong;
        }

        Doubt? Reason() => jumps && noise > Tolerances.CoarseNoise * rungs[^1].Size ? Doubt.Jump
            : found.Slope.Step < Near * rungs[^1].Step ? Doubt.Kink
            : Doubt.Noise;
    }

    private Yardstick Judged(int variable, int entry) => subject.Variables[variable].YardstickOf(entry).Alone;

    /// <summary>More steps around the best one, where quarters, or halves, leave too much to extrapolate.</summary>
    private List<Rung> Between(int variable, int entry, List<Rung> rungs, double best, double ratio) =>
        Joined(rungs, Rungs(variable, entry, rungs.Where(rung => rung.Step <= best).TakeLast(MostRefined)
            .Select(rung => ratio * rung.Step).Except(rungs.Select(rung => rung.Step))));

    private static List<Rung> Joined(List<Rung> some, List<Rung> more) =>
        [.. some.Concat(more).OrderBy(rung => rung.Step)];

    private bool IsRandom(int variable, int entry, List<Rung> rungs)
    {
        Rung[] some = [.. rungs.Where((_, i) => i % Again == Again / 2)];
        var again = section.At(variable, entry, [.. some.Select(rung => rung.Upper.Value)]);
        return some.Zip(again).Any(pair => !pair.First.Upper.Change.Equals(pair.Second.Change));
    }

    private double Size(int variable, int entry)
    {
        var (tensor, scale) = (subject.Variables[variable], Scale(variable, entry));
        var own = Math.Abs(tensor.Value[entry]);
        return own > 0 ? own : scale > 0 && (tensor.Typical is not null || !tensor.IsMixed) ? scale : 1;
    }

    private double Scale(int variable, int entry) => subject.Variables[variable].Typical?[entry] ?? sizes[variable];

    private static double Step(double size, int rung) => Math.ScaleB(Top * size, rung * LogRatio);

    /// <summary>Steps beyond an entry's own size, for functions that know another one.</summary>
    private IEnumerable<double> Coarser(int variable, int entry, double size) =>
        new[] { Scale(variable, entry), 1 }.Where(scale => scale > size).SelectMany(scale =>
        {
            var top = (int)Math.Round(Math.Log2(scale / size)) / LogRatio;
            return Enumerable.Range(top - SecondFinest, SecondFinest + 1).Where(rung => rung > 0);
        }).Distinct().Select(rung => Step(size, rung));

    /// <summary>Rungs wherever the function has a value on either side.</summary>
    private List<Rung> Rungs(int variable, int entry, IEnumerable<double> steps)
    {
        var theta = subject.Variables[variable].Value[entry];
        var size = Math.Abs(theta);                    // θ + h and θ − h are exact for such an h
        var nearest = section.Nearest(variable);
        double[] distinct =
            [.. steps.Select(h => nearest(size + h) - size).Where(h => h > 0 && double.IsFinite(h)).Distinct()];
        var samples = section.At(variable, entry, [.. distinct.SelectMany(h => new[] { theta - h, theta + h })]);
        Rung[] rungs = [.. distinct
            .Select((h, i) => new Rung(theta, h, samples[2 * i], samples[2 * i + 1], 1, subject.Roundoff))
            .Where(rung => rung.Lower.IsFinite || rung.Upper.IsFinite).OrderBy(rung => rung.Step)];
        var least = rungs.Length > 0 && rungs.All(rung => rung.IsSingle) ? rungs.Min(rung => rung.Size) : 0;
        return [.. least > 0 ? rungs.Select(rung => rung with { Growth = rung.Size / least }) : rungs];
    }
}
