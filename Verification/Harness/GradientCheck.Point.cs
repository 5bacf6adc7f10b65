namespace CnnVerified.Verification;

/// <content>Where code on arrays is checked, and what its author knows of it.</content>
public sealed partial class GradientCheck
{
    /// <summary>The point of the check: an array, and a target where there is a loss.</summary>
    /// <exception cref="ArgumentNullException">There is no array.</exception>
    public GradientCheck At(double[] x, Array? target = null) => At((Array)x, target);

    /// <summary>The same in single precision.</summary>
    /// <exception cref="ArgumentNullException">There is no array.</exception>
    public GradientCheck At(float[] x, Array? target = null) => At((Array)x, target);

    /// <summary>At numbers with labels, as <c>At(logits, [2, 0])</c>.</summary>
    public GradientCheck At(double[] x, int[] labels) => At((Array)x, labels);

    /// <summary>The same over float.</summary>
    public GradientCheck At(float[] x, int[] labels) => At((Array)x, labels);

    /// <summary>The same of a memory's numbers.</summary>
    public GradientCheck At(ReadOnlyMemory<double> x, Array? target = null) => At(x.ToArray(), target);

    /// <summary>The same of a memory's numbers in single precision.</summary>
    public GradientCheck At(ReadOnlyMemory<float> x, Array? target = null) => At(x.ToArray(), target);

    /// <summary>The same of any type and rank, as <c>double[,]</c>.</summary>
    /// <exception cref="ArgumentNullException">There is no array.</exception>
    public GradientCheck At(Array x, Array? target = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        return OnlyAt(point with { Arrays = target is null ? [(null, x)] : [(null, x), (null, target)] });
    }

    /// <summary>Checks at each of several arrays.</summary>
    /// <exception cref="ArgumentException">There is no array, or one is null.</exception>
    public GradientCheck AtEach(params double[][] points)
    {
        if (points is not { Length: > 0 } || points.Contains(null))
            throw new ArgumentException("points is empty or has a null, but must be arrays.", nameof(points));
        At(points[0]);
        others = [.. points.Skip(1).Select(x => point with { Arrays = [(null, x)] })];
        return this;
    }

    /// <summary>The point of the check: arrays by name. Those of integers are fixed.</summary>
    /// <exception cref="ArgumentException">Two arrays have the same name, or one is null.</exception>
    public GradientCheck At(params (string Name, Array Value)[] arrays)
    {
        foreach (var (name, value) in arrays)
            if (value is null || arrays.Count(array => array.Name == name) > 1)
                throw new ArgumentException($"{name} must be one array, and not null.", nameof(arrays));
        return OnlyAt(point with
        {
            Arrays = [.. arrays.Select(array => ((string?)array.Name, array.Value)),
                .. point.Arrays.Where(
                    one => point.Fixed.Contains(one.Name!) && arrays.All(array => array.Name != one.Name))],
        });
    }

    /// <summary>
    /// The upstream gradient of code on arrays, an array for each output, instead of random numbers of either sign.
    /// <see cref="Run()"/> refuses it for code that takes none, as a function's gradient.
    /// </summary>
    /// <exception cref="ArgumentNullException">There is no array.</exception>
    public GradientCheck Upstream(params Array[] dy)
    {
        ArgumentNullException.ThrowIfNull(dy);
        double[] all = [.. dy.SelectMany(ArrayNumbers.Of)];
        return With(point with { Upstream = new(new Shape(all.Length), all) });
    }

    /// <summary>Leaves inputs of code on arrays out of the check: they need no gradient.</summary>
    public GradientCheck Fixed(params string[] names) =>
        With(point with { Fixed = point.Fixed.Union(names).ToHashSet() });

    /// <summary>Adds a named array that is left out of the check.</summary>
    public GradientCheck Fixed(string name, Array value) =>
        With(point with { Arrays = [.. point.Arrays, (name, value)] }).Fixed(name);

    /// <summary>
    /// Never asks code on arrays for values of an input beyond these, such as probabilities beyond 0 and 1.
    /// </summary>
    /// <exception cref="ArgumentException">There is nothing between the bounds.</exception>
    public GradientCheck Within(string name, double low, double high)
    {
        if (!(low < high)) throw new ArgumentException($"low is {low}, but must be below high, {high}.", nameof(low));
        return Within(name, [low], [high]);
    }

    /// <summary>The same with bounds for each entry of the input.</summary>
    /// <exception cref="ArgumentException">
    /// There are not as many of both, or a lower bound is above the upper one.
    /// </exception>
    public GradientCheck Within(string name, double[] low, double[] high)
    {
        if (low.Length != high.Length || !low.Zip(high).All(one => one.First <= one.Second))
            throw new ArgumentException(
                $"low must have as many numbers as high, and none above it: {low.Length} and {high.Length} are given.",
                nameof(low));
        return With(point with
        {
            Bounds = new Dictionary<string, (PerEntry, PerEntry)>(point.Bounds)
            {
                [name] = (new([.. low]), new([.. high])),
            },
        });
    }

    /// <summary>Says on what scale an input of code on arrays matters, where its own size does not tell.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive.</exception>
    public GradientCheck Typically(string name, double size) => Typically(name, [size]);

    /// <summary>The same with a size for each entry of the input.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public GradientCheck Typically(string name, double[] sizes)
    {
        foreach (var size in sizes) ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size, nameof(sizes));
        return With(point with
        {
            Typical = new Dictionary<string, PerEntry>(point.Typical) { [name] = new([.. sizes]) },
        });
    }

    /// <summary>
    /// Called before every pass of code on arrays, as to seed a generator anew: dropout then is a function.
    /// </summary>
    /// <exception cref="ArgumentNullException">There is nothing to call.</exception>
    public GradientCheck Reseed(Action reseed)
    {
        ArgumentNullException.ThrowIfNull(reseed);
        return With(point with { Reseed = reseed });
    }

    /// <summary>
    /// Counts an entry as right that is off by no more than this share of itself, or of the root mean square of its
    /// tensor's gradient, as for a solver that stops at a tolerance; the report shows it and the reason.
    /// </summary>
    /// <exception cref="ArgumentException">There is no reason.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance is not between 0 and 1.</exception>
    public GradientCheck To(double tolerance, string reason)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tolerance, 1);
        options = options with
        {
            Tolerance = tolerance,
            Leeway = string.Create(CultureInfo.InvariantCulture,
                $"entries may be off by {tolerance} of themselves or of their tensor's gradient: {Reason(reason)}"),
        };
        return this;
    }
}
