namespace CnnVerified.Verification;

/// <summary>
/// A derivative by central differences on a ladder of steps, each a quarter of the one before, with the extrapolations that
/// cancel the error terms h², h⁴, … in turn. Truncation is judged by how much neighbouring estimates disagree, rounding by the
/// measured noise of the function over the step; the estimate with the least sum of both is taken.
/// C. J. F. Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", Adv. Eng. Software 4 (1982) 75–76; Press et al.,
/// Numerical Recipes, 3rd ed., section 5.7. Two values of the function a rung, nine or more for the noise.
/// </summary>
internal sealed class StepLadder(Subject subject)
{
    private const int LeastRungs = 10;
    private const int MostRungs = 22;
    private const int Ratio = 4;
    private const double Top = 1.0 / 4;

    private readonly DifferenceQuotient quotient = new(subject);
    private readonly double[] scales = [.. subject.Variables.Select(v => RootMeanSquare.Of(v.Value.Values))];

    /// <summary>The step of a rung for one entry: a share of the entry's size or its tensor's, whichever is larger.</summary>
    public double Step(int variable, int entry, int rung)
    {
        var size = Math.Max(Math.Abs(subject.Variables[variable].Value[entry]), scales[variable]);
        return (size > 0 ? size : 1) * Top * Math.Pow(Ratio, -rung);
    }

    /// <summary>One central difference, without an estimate of its error.</summary>
    public double Slope(int variable, int entry, int rung) => quotient.At(variable, entry, Step(variable, entry, rung)).Slope;

    /// <summary>Climbs down the ladder until rounding outweighs what a smaller step could gain.</summary>
    public LadderResult Climb(int variable, int entry)
    {
        var rungs = new List<Rung>();
        var noise = Noise.Near(quotient, variable, entry, Step(variable, entry, LeastRungs / 2));
        var best = (Derivative: new NumericDerivative(double.NaN, double.PositiveInfinity), Rung: 0);
        while (rungs.Count < LeastRungs || (rungs.Count < MostRungs && rungs[^1].Rounding(noise) <= best.Derivative.Uncertainty))
        {
            var h = Step(variable, entry, rungs.Count);
            var (slope, size) = quotient.At(variable, entry, h);
            rungs.Add(new(h, slope, size));
            if (rungs.Count >= LeastRungs) best = Extrapolation.Best(rungs, noise, Ratio);
        }
        for (var measured = NoiseAt(best.Rung); measured > noise; measured = NoiseAt(best.Rung))
        {
            noise = measured;
            best = Extrapolation.Best(rungs, noise, Ratio);
        }
        return new LadderResult(best.Derivative, noise, rungs);

        double NoiseAt(int rung) => Noise.Near(quotient, variable, entry, rungs[rung].Step);
    }
}
