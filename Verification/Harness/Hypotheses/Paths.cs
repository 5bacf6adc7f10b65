namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// What a backward pass does with any dy, the one of the check being only one of them.
/// </summary>
/// <param name="Dy">The upstream gradient of the check.</param>
/// <param name="Y">The outputs.</param>
/// <param name="Given">The gradients that the backward pass gives for some dy, tensor by tensor.</param>
/// <param name="Right">Those that it must give.</param>
internal sealed record Upstreams(
    Tensor<double> Dy, Tensor<double> Y, Func<Tensor<double>, Tensor<double>[]> Given,
    Func<Tensor<double>, Tensor<double>[]> Right)
{
    /// <summary>How closely the code's own type shows derivatives, as a share of their size.</summary>
    public double Noise { get; init; }
}

/// <summary>
/// The paths from one tensor θ to the outputs y: every ∂yₖ/∂θᵢ, as the backward pass gives it for dy = 1 at k and 0
/// elsewhere, and as it is.
/// </summary>
internal sealed class Paths
{
    private const int MostNumbers = 200_000;
    private const double Closest = 1e-7;                       // differences of fourth order, which Right may come from

    private const int MostTried = 8, FewestAlike = 3;
    private const double LessClose = 30;                       // what was solved for

    private readonly double share;
    private readonly Upstreams upstreams;
    private readonly Dictionary<Paths, Product?> products = [];
    private IReadOnlyList<(int K, int I)>? wrong, all;

    private Paths(
        TensorGradient gradient, Upstreams upstreams, string[] axes, double[][] given, double[][] right, double share)
    {
        (Gradient, Y, YAxes, Given, Right) = (gradient, upstreams.Y, axes, given, right);
        this.upstreams = upstreams;
        this.share = share = Math.Max(Math.Max(share, Closest), upstreams.Noise);
        Within = share * Math.Max(Size(given), Size(right));
        var sum = Sum(given, gradient.Given.Shape);
        var size = Math.Max(RootMeanSquare.Of(gradient.Given.Values), RootMeanSquare.Of(gradient.Right.Values));
        IsLinear = Enumerable.Range(0, sum.Shape.Count).All(i => Math.Abs(gradient.Given[i] - sum[i]) <= share * size);
    }

    /// <summary>The tensor with the gradients for the dy of the check.</summary>
    public TensorGradient Gradient { get; }

    /// <summary>The outputs.</summary>
    public Tensor<double> Y { get; }

    /// <summary>What the axes of y are called.</summary>
    public string[] YAxes { get; }

    /// <summary>∂yₖ/∂θᵢ by k and i, as the backward pass gives it.</summary>
    public double[][] Given { get; }

    /// <summary>∂yₖ/∂θᵢ by k and i.</summary>
    public double[][] Right { get; }

    /// <summary>Whether the gradient for a sum of upstream gradients is the sum of those for each.</summary>
    public bool IsLinear { get; }

    /// <summary>Whether each entry moves the output at its own place only, as one by one.</summary>
    public bool IsDiagonal => Y.Shape.Count == Gradient.Value.Shape.Count && All.All(one => one.K == one.I);

    /// <summary>
    /// Whether the gradient of each entry, or what is wrong with it, may follow from what is at its own place alone.
    /// </summary>
    public bool MayBeSlope => !IsLinear || Y.Shape.Count == Gradient.Value.Shape.Count
        && (Wrong.All(one => one.K == one.I) || Pairs((k, i) => !AreEqual(Given[k][i], 0)).All(one => one.K == one.I));

    /// <summary>By how much a derivative may be off.</summary>
    public double Within { get; }

    /// <summary>Whether two derivatives are the same.</summary>
    public bool AreEqual(double a, double b) => Math.Abs(a - b) <= Within;

    /// <summary>Whether a backward pass gives a derivative other than it is.</summary>
    public bool IsWrong(int k, int i) => !AreEqual(Given[k][i], Right[k][i]);

    /// <summary>Every pair of an output and an entry whose derivative is given wrong.</summary>
    public IReadOnlyList<(int K, int I)> Wrong => wrong ??= [.. Pairs(IsWrong)];

    /// <summary>What is wrong with a part of the paths, of which most wrong ones may show the factor.</summary>
    /// <param name="part">The part in words.</param>
    /// <param name="multiple">A multiple of it in words, where the factor is unknown.</param>
    public (string Words, string Here, bool IsTold) Portion(string part, string multiple) => MostOften() switch
    {
        { Value: 0 } => ($"correct without {part}", "", true),
        { IsPlain: true } c => ($"correct, but with {c} × {part}", "", true),
        { } c => ($"correct + {multiple}", $" (here {c.Short} × what it should be)", false),
        null => ($"correct + {multiple}", "", false),
    };

    /// <summary>How many times too large most wrong paths are; null where they differ.</summary>
    private Ratio? MostOften()
    {
        foreach (var (k, i) in Wrong.Take(MostTried))
        {
            var c = Given[k][i] / Right[k][i];
            var same = Wrong.Where(one => AreEqual(Given[one.K][one.I], c * Right[one.K][one.I])).ToArray();
            if (!double.IsFinite(c) || same.Length < FewestAlike || 2 * same.Length < Wrong.Count) continue;
            return new(c, Within / same.Max(one => Math.Abs(Right[one.K][one.I])));
        }
        return null;
    }

    /// <summary>Every pair of an output and an entry that moves it.</summary>
    public IReadOnlyList<(int K, int I)> All => all ??= [.. Pairs((k, i) => !AreEqual(Right[k][i], 0))];

    /// <summary>The paths of every tensor; null where there is one output only, or where there are too many.</summary>
    public static IReadOnlyList<Paths>? Of(WrongPass wrong, Upstreams upstreams, Deadline deadline)
    {
        var (outputs, entries) = (upstreams.Y.Shape.Count, wrong.Gradients.Sum(g => g.Value.Shape.Count));
        if (outputs < 2 || (long)outputs * entries > MostNumbers) return null;
        var (given, right) = (new Tensor<double>[outputs][], new Tensor<double>[outputs][]);
        for (var k = 0; k < outputs; k++)
        {
            if (deadline.IsOver) return null;
            var dy = new Tensor<double>(upstreams.Dy.Shape) { [k] = 1 };
            (given[k], right[k]) = (upstreams.Given(dy), upstreams.Right(dy));
        }
        if (given.Concat(right).SelectMany(all => all).Any(one => one.Values.ToArray().Any(v => !double.IsFinite(v))))
            return null;
        return
        [
            .. wrong.Gradients.Select((gradient, v) => new Paths(
                gradient, upstreams, wrong.AxesOf(upstreams.Y.Shape), [.. given.Select(all => all[v].Values.ToArray())],
                [.. right.Select(all => all[v].Values.ToArray())], wrong.Tolerance)),
        ];
    }

    /// <summary>The product of this tensor with a matrix, found once; null if there is none.</summary>
    public Product? Times(Paths matrix) =>
        products.TryGetValue(matrix, out var known) ? known : products[matrix] = Product.Of(matrix, this);

    /// <summary>The paths from something inside the forward pass to the same outputs.</summary>
    public Paths From(string name, Tensor<double> z, string[] axes, double[][] given, double[][] right) => new(
        new(name, axes, z, Sum(given, z.Shape), Sum(right, z.Shape)), upstreams, YAxes, given, right,
        LessClose * share);

    /// <summary>The paths from some entries only, as a tensor of their own.</summary>
    public Paths Only(TensorGradient part, int[] places) => new(
        part, upstreams, YAxes, [.. Given.Select(row => places.Select(i => row[i]).ToArray())],
        [.. Right.Select(row => places.Select(i => row[i]).ToArray())], share);

    private Tensor<double> Sum(double[][] rows, Shape shape)
    {
        var sum = new Tensor<double>(shape);
        for (var k = 0; k < rows.Length; k++)
            for (var i = 0; i < shape.Count; i++) sum[i] += upstreams.Dy[k] * rows[k][i];
        return sum;
    }

    private IEnumerable<(int K, int I)> Pairs(Func<int, int, bool> holds) =>
        from k in Enumerable.Range(0, Right.Length)
        from i in Enumerable.Range(0, Right[k].Length)
        where holds(k, i)
        select (k, i);

    private static double Size(double[][] rows)
    {
        double[] some = [.. rows.SelectMany(row => row).Where(value => value != 0)];
        return RootMeanSquare.Of(some);
    }
}
