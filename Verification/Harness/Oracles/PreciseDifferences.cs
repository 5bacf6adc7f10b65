namespace CnnVerified.Verification.Oracles;

/// <summary>
/// Central differences in numbers of 32 digits, extrapolated once. A step of 10⁻⁸ leaves truncation of 10⁻³² and
/// rounding of 10⁻²⁴, so that what three steps agree on is beyond anything that double can tell.
/// </summary>
internal sealed class PreciseDifferences
{
    private const int Directions = 2;
    private const int SampledEntries = 8;
    private const int Seed = 20_251_125;

    /// <summary>How much less is lost than in double.</summary>
    private const double Unit = 1.1102230246251565e-16;

    /// <summary>The second is for derivatives that are small beside the function.</summary>
    private static readonly double[] Steps = [1e-8, 1e-5];

    private readonly Lock gate = new();
    private readonly NetworkEvaluator<DoubleDouble> function;
    private readonly ProjectionEvaluator<DoubleDouble> along;
    private readonly DoubleDouble[] upstream, centre, left, right;
    private readonly RandomDirections directions;
    private readonly double[] sizes;
    private readonly double rounding, invisible;

    /// <summary>Differences of s, the loss or Σ dy·y.</summary>
    /// <param name="network">The layers; nobody else may use them meanwhile.</param>
    /// <param name="loss">The loss; null if there is none.</param>
    /// <param name="x">The input.</param>
    /// <param name="targetOrUpstream">The target where there is a loss, otherwise dy.</param>
    public PreciseDifferences(
        Network<DoubleDouble> network, Loss<DoubleDouble>? loss, Tensor<double> x, Tensor<double> targetOrUpstream)
    {
        Tensor<double>[] variables = [.. network.Parameters.Select(parameter => parameter.Value.Over<double>()), x];
        var target = targetOrUpstream.Over<DoubleDouble>();
        function = new NetworkEvaluator<DoubleDouble>(
            network, loss is null ? null : new(loss, target), x.Over<DoubleDouble>());
        directions = new RandomDirections(variables, Seed);
        along = new ProjectionEvaluator<DoubleDouble>(function, directions);
        upstream = loss is null ? target.Values.ToArray() : [1];
        (centre, left, right) =
            (new DoubleDouble[upstream.Length], new DoubleDouble[upstream.Length], new DoubleDouble[upstream.Length]);
        sizes = [.. variables.Select(variable => RootMeanSquare.Of(variable.Values) is > 0 and var size ? size : 1)];
        Parallelism.Alone(() => function.Evaluate(variables.Length - 1, centre));
        var deviation = Enumerable.Range(0, Tolerances.RandomRoundings).Max(Deviation);
        rounding = Unit * Tolerances.RandomRoundingSafety * deviation;
        invisible = Tolerances.Signal
            * Math.Max(deviation, Unit * upstream.Zip(centre, (dy, y) => Math.Abs((dy * y).High)).Sum());

        double Deviation(int run)
        {
            var sum = 0.0;
            Parallelism.Alone(() => DoubleDouble.RoundedAtRandom(
                run, () => function.Evaluate(variables.Length - 1, left)));
            for (var i = 0; i < upstream.Length; i++) sum += Math.Abs((upstream[i] * (left[i] - centre[i])).High);
            return sum;
        }
    }

    /// <summary>
    /// Whether differences agree with a gradient along all of some random directions and do not contradict it at any
    /// of some single entries.
    /// </summary>
    /// <param name="variable">With respect to which tensor.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="tolerances">How closely each entry shall be known, at least.</param>
    public bool Prove(int variable, Tensor<DoubleDouble> gradient, double[] tolerances)
    {
        return OneAtATime(() => Enumerable.Range(0, Directions).All(k => AgreesAlong(k) == true)
            && Sample(gradient.Shape.Count).All(i => AgreesAt(variable, i, gradient[i], tolerances[i]) != false));

        bool? AgreesAlong(int direction)
        {
            var (v, slope, size) = (directions.Direction(variable, direction), DoubleDouble.Zero, 0.0);
            for (var i = 0; i < gradient.Shape.Count; i++)
            {
                slope += gradient[i] * v[i];
                size += (Math.Abs(gradient[i].High) + tolerances[i]) * Math.Abs(v[i]);
            }
            return Agrees((t, outputs) => along.Evaluate(variable, direction, t, outputs), slope, size);
        }
    }

    /// <summary>Whether differences agree with a derivative with respect to one entry.</summary>
    public bool Prove(int variable, int entry, DoubleDouble derivative, double tolerance) =>
        OneAtATime(() => AgreesAt(variable, entry, derivative, tolerance) == true);

    private bool OneAtATime(Func<bool> proof)
    {
        var proven = false;
        lock (gate) Parallelism.Alone(() => proven = proof());
        return proven;
    }

    private bool? AgreesAt(int variable, int entry, DoubleDouble derivative, double tolerance)
    {
        var (own, size) = (function.Values(variable)[entry], sizes[variable]);
        return Agrees((t, outputs) => function.Evaluate(variable, entry, own + t * size, outputs),
            derivative * size, (Math.Abs(derivative.High) + tolerance) * size);
    }

    private static IEnumerable<int> Sample(int entries) => entries <= SampledEntries ? Enumerable.Range(0, entries)
        : Enumerable.Range(0, SampledEntries).Select(k => (int)((long)k * (entries - 1) / (SampledEntries - 1)));

    /// <summary>
    /// Whether the slope at t = 0 is the one claimed; null if that cannot be told. A slope that double cannot see,
    /// since over a step of an entry's own size it is below the function's rounding, need only be as small.
    /// </summary>
    private bool? Agrees(Func<DoubleDouble, DoubleDouble[], Reach> at, DoubleDouble claimed, double size)
    {
        var isSmall = false;
        foreach (var step in Steps)
        {
            var (coarse, middle, fine) = (Slopes(at, step), Slopes(at, step / 2), Slopes(at, step / 4));
            var (slope, before) = (Extrapolated(fine, middle), Extrapolated(middle, coarse));
            var doubt = Math.Abs((slope - before).High) + 8 * rounding / step;
            var agrees = Math.Abs((slope - claimed).High)
                <= Tolerances.TruncationSafety * doubt + Tolerances.PreciseAgreement * size;
            if (IsKnownTo(Tolerances.Resolution * size)) return agrees;
            isSmall |= agrees && IsKnownTo(invisible);

            bool IsKnownTo(double share) => doubt <= share && fine.Bend <= Math.Max(middle.Bend * 0.75, share);
        }
        return isSmall ? true : null;
    }

    /// <summary>
    /// What is left of two central differences, the first of half the step, without their error in h².
    /// </summary>
    private static DoubleDouble Extrapolated(
        (DoubleDouble Central, double Bend) half, (DoubleDouble Central, double Bend) whole) =>
        half.Central + (half.Central - whole.Central) / 3;

    /// <summary>
    /// The central difference, and by how much the slopes on both sides differ, which halves with the step.
    /// </summary>
    private (DoubleDouble Central, double Bend) Slopes(Func<DoubleDouble, DoubleDouble[], Reach> at, double step)
    {
        at(-step, left);
        var (central, bend) = (DoubleDouble.Zero, DoubleDouble.Zero);
        foreach (var range in at(step, right))
            for (var i = range.Start.Value; i < range.End.Value; i++)
            {
                central += upstream[i] * (right[i] - left[i]);
                bend += upstream[i] * (right[i] - centre[i] - (centre[i] - left[i]));
            }
        return (central / (2 * step), Math.Abs((bend / step).High));
    }
}
