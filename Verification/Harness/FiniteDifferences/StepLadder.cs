namespace CnnVerified.Verification;

/// <summary>Where a difference quotient takes its two values.</summary>
internal enum Side
{
    /// <summary>At θ − h and θ + h.</summary>
    Both,

    /// <summary>At θ − h and θ.</summary>
    Below,

    /// <summary>At θ and θ + h.</summary>
    Above,
}

/// <summary>
/// A derivative by central differences on a ladder of steps, each a quarter of the one before, with the extrapolations
/// that cancel the error terms h², h⁴, … in turn. Truncation is judged by how much neighbouring estimates disagree,
/// rounding by the measured noise of the function over the step; the estimate with the least sum of both is taken.
/// C. J. F. Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", Adv. Eng. Software 4 (1982) 75–76; Press et al.,
/// Numerical Recipes, 3rd ed., section 5.7. Two values of the function a rung, nine or more for the noise.
/// </summary>
internal sealed class StepLadder(Subject subject)
{
    private const int LeastRungs = 10;
    private const int MostRungs = 22;
    private const int LogRatio = 2;
    private const int Ratio = 1 << LogRatio;
    private const double Top = 1.0 / 4;

    private readonly DifferenceQuotient quotient = new(subject);
    private readonly double[] scales = [.. subject.Variables.Select(v => RootMeanSquare.Of(v.Value.Values))];

    /// <summary>
    /// The step of a rung for one entry: a share of the entry's size or its tensor's, whichever is larger.
    /// </summary>
    public double Step(int variable, int entry, int rung)
    {
        var size = Math.Max(Math.Abs(subject.Variables[variable].Value[entry]), scales[variable]);
        return (size > 0 ? size : 1) * Math.ScaleB(Top, -rung * LogRatio);
    }

    /// <summary>One central difference for each of several entries, without an estimate of their errors.</summary>
    public double[] Slopes(int variable, IReadOnlyList<int> entries, int rung) =>
        [.. Rungs(variable, [.. entries.Select(entry => (entry, Step(variable, entry, rung)))], Side.Both)
            .Select(found => found.Slope)];

    /// <summary>How far the slopes on either side of the entry lie from their middle, looked at from a rung.</summary>
    public double KinkWidth(int variable, int entry, int rung) =>
        quotient.KinkWidth(variable, entry, Step(variable, entry, rung));

    /// <summary>Climbs down the ladder until rounding outweighs what a smaller step could gain.</summary>
    /// <param name="variable">Which tensor.</param>
    /// <param name="entry">Which entry of it.</param>
    /// <param name="side">Central differences, or those on one side.</param>
    /// <param name="isSmooth">Whether a step stays clear of kinks; larger steps are left out.</param>
    public LadderResult Climb(int variable, int entry, Side side = Side.Both, Func<double, bool>? isSmooth = null)
    {
        var first = 0;
        while (isSmooth is not null && first < MostRungs && !isSmooth(Step(variable, entry, first))) first++;
        var factor = side == Side.Both ? Ratio * Ratio : Ratio;
        var rungs = new List<Rung>();
        var best = (Derivative: new NumericDerivative(double.NaN, double.PositiveInfinity), Rung: 0);
        if (first == MostRungs) return new LadderResult(best.Derivative, 0, first, rungs);

        var noise = Noise.Near(quotient, variable, entry, Step(variable, entry, first + LeastRungs / 2), side);
        Add(LeastRungs);
        while (rungs.Count < MostRungs && rungs[^1].Rounding(noise) <= best.Derivative.Uncertainty) Add(1);
        for (var measured = NoiseAt(best.Rung); measured > noise; measured = NoiseAt(best.Rung))
        {
            noise = measured;
            best = Extrapolation.Best(rungs, noise, factor);
        }
        return new LadderResult(best.Derivative, noise, first, rungs);

        void Add(int count)
        {
            rungs.AddRange(Rungs(variable, [.. Enumerable.Range(first + rungs.Count, count)
                .Select(rung => (entry, Step(variable, entry, rung)))], side));
            best = Extrapolation.Best(rungs, noise, factor);
        }

        double NoiseAt(int rung) => Noise.Near(quotient, variable, entry, rungs[rung].Step, side);
    }

    private Rung[] Rungs(int variable, (int Entry, double Step)[] steps, Side side)
    {
        var theta = subject.Variables[variable].Value;
        var quotients = quotient.Between(variable, [.. steps.Select(at => (
            at.Entry,
            side == Side.Above ? theta[at.Entry] : theta[at.Entry] - at.Step,
            side == Side.Below ? theta[at.Entry] : theta[at.Entry] + at.Step))]);
        return [.. steps.Zip(quotients, (at, found) => new Rung(at.Step, found.Slope, found.Size))];
    }
}
