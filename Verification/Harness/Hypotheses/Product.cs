namespace CnnVerified.Verification.Hypotheses;

/// <summary>
/// A product z = x·W or W·x inside a forward pass. No pass shows z, but ∂y/∂W = Σ x·∂y/∂z over the rows of x tells
/// ∂y/∂z, as it is and as the backward pass has it.
/// </summary>
/// <param name="W">The paths from the matrix.</param>
/// <param name="X">The paths from what it is multiplied by.</param>
/// <param name="Right">∂y/∂z by output and entry of z.</param>
/// <param name="Given">The same behind the given dW; null where that is no such sum.</param>
/// <param name="IsTransposed">Whether it is W·x, row by row of x.</param>
internal sealed record Product(Paths W, Paths X, double[][] Right, double[][]? Given, bool IsTransposed)
{
    /// <summary>The product in words.</summary>
    public string Name => IsTransposed ? $"({W.Gradient.Name}·{X.Gradient.Name})"
        : $"({X.Gradient.Name}·{W.Gradient.Name})";

    /// <summary>The length of the rows of x, of which several may lie along its last axis.</summary>
    private int Inputs => W.Gradient.Value.Shape[IsTransposed ? 1 : 0];

    private int Units => W.Gradient.Value.Shape.Count / Inputs;

    private int Rows => X.Gradient.Value.Shape.Count / Inputs;

    /// <summary>All products of a tensor with matrices.</summary>
    public static IEnumerable<Product> Of(Paths x, IReadOnlyList<Paths> all) =>
        all.Select(x.Times).OfType<Product>();

    /// <summary>The product of a matrix with a tensor, if the paths from both are those of one.</summary>
    public static Product? Of(Paths w, Paths x)
    {
        foreach (var isTransposed in new[] { false, true })
        {
            var product = new Product(w, x, [], null, isTransposed);
            if (product.Fits && product.Behind(w.Right) is { } right && right.Any(row => row.Any(v => v != 0))
                && product.IsTold(right))
                return product with { Right = right, Given = product.Behind(w.Given) };
        }
        return null;
    }

    private bool Fits => W != X && W.Gradient.Value.Shape.Rank == 2
        && X.Gradient.Value.Shape[X.Gradient.Value.Shape.Rank - 1] % Inputs == 0;

    /// <summary>
    /// Whether the paths contradict if there is no such product: any numbers are a combination of as many rows.
    /// </summary>
    private bool IsTold(double[][] right) => Rows < Inputs || X.Right.Any(row => RowsOf(row).Length < Inputs)
        || ToX(right).Index().All(row => row.Item.Index().All(
            one => X.AreEqual(one.Item, X.Right[row.Index][one.Index])));

    private int[] RowsOf(double[] slopes) => [.. Enumerable.Range(0, Rows).Where(n => Enumerable.Range(0, Inputs).Any(
        i => !X.AreEqual(slopes[n * Inputs + i], 0)))];

    /// <summary>What comes to x through the product, by output and entry of x.</summary>
    /// <param name="behind">∂y/∂z.</param>
    /// <param name="instead">Another matrix than W.</param>
    public double[][] ToX(double[][] behind, Tensor<double>? instead = null) => [.. behind.Select(delta =>
    {
        var part = new double[Rows * Inputs];
        for (var n = 0; n < Rows; n++)
            for (var h = 0; h < Units; h++)
                for (var i = 0; i < Inputs; i++)
                    part[n * Inputs + i] += delta[n * Units + h] * (instead ?? W.Gradient.Value)[At(i, h)];
        return part;
    })];

    /// <summary>The product itself, with a bias that is added to it if there is one.</summary>
    public Tensor<double> Z(IEnumerable<Paths> all)
    {
        var z = new Tensor<double>(Rows == 1 ? new Shape(Units) : new Shape(Rows, Units));
        foreach (var bias in all.Where(b => b.Gradient.Value.Shape.Count == Units && Enumerable.Range(0, Right.Length)
            .All(k => Enumerable.Range(0, Units).All(h => b.AreEqual(
                b.Right[k][h], Enumerable.Range(0, Rows).Sum(n => Right[k][n * Units + h]))))).Take(1))
            for (var n = 0; n < z.Shape.Count; n++) z[n] = bias.Gradient.Value[n % Units];
        for (var n = 0; n < Rows; n++)
            for (var h = 0; h < Units; h++)
                for (var i = 0; i < Inputs; i++)
                    z[n * Units + h] += X.Gradient.Value[n * Inputs + i] * W.Gradient.Value[At(i, h)];
        return z;
    }

    private int At(int i, int h) => IsTransposed ? h * Inputs + i : i * Units + h;

    /// <summary>
    /// ∂y/∂z behind some ∂y/∂W: a combination of those rows of x that an output hears of, unit by unit; null if it is
    /// none, or cannot be told.
    /// </summary>
    private double[][]? Behind(double[][] slopes)
    {
        var behind = new double[slopes.Length][];
        for (var k = 0; k < behind.Length; k++)
        {
            behind[k] = new double[Rows * Units];
            var rows = RowsOf(X.Right[k]);
            if (rows.Length > Inputs) return null;
            double[][] directions = [.. rows.Select(n => Enumerable.Range(0, Inputs).Select(
                i => X.Gradient.Value[n * Inputs + i]).ToArray())];
            for (var h = 0; h < Units; h++)
            {
                double[] data = [.. Enumerable.Range(0, Inputs).Select(i => slopes[k][At(i, h)])];
                if (SumFit.Solve(data, directions, W) is not { } delta) return null;
                foreach (var (one, n) in rows.Index()) behind[k][n * Units + h] = delta[one];
            }
        }
        return behind;
    }
}
