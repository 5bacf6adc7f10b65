namespace CnnVerified.Verification.Arrays;

/// <summary>
/// All entries of a Jacobian: each output has an input of its own, so that the gradient of the sum of all outputs is
/// one row for each.
/// </summary>
internal static class JacobianCode
{
    /// <summary>The code at a point, whose outputs are all weighted by 1.</summary>
    public static Subject At(Func<double[], double[]> function, Func<double[], double[,]> jacobian, Point point)
    {
        point.RequireNoUpstream();
        var input = point.InputsOf(["x"])[0];
        var x = ArrayNumbers.Of(input.Value);
        var y = CheckedCode.Run("the function", () => function([.. x]));
        string[] rows = [.. y.Select((_, k) => $"∂y[{k}]/∂{input.Name}")];
        var code = new ArrayCode(
            "function", "the function", "the Jacobian",
            a => [("y", rows.Select(
                (row, k) => a[row].AsSpan().SequenceEqual(x) ? y[k] : function(a[row])[k]).ToArray())],
            (a, _) => Rows(a, rows, jacobian))
        {
            Names = rows,
            IsMixed = true,
            Interpret = (interpreter, a) => interpreter.Collected(
                rows.Select((row, k) => interpreter.Items(interpreter.Call(function, a[row]).Object).ElementAt(k))),
        };
        return ArraySubject.Of(code, point with
        {
            Arrays = [.. rows.Select(row => ((string?)row, input.Value))],
            Upstream = Ones(y.Length),
            Bounds = Each(point.Bounds, rows, input.Name),
            Typical = Each(point.Typical, rows, input.Name),
        }) with
        { Name = $"Jacobian {y.Length}×{x.Length}", TakesUpstream = false };
    }

    /// <summary>The code as a pair of passes, the backward one dyᵀ·J.</summary>
    public static ArrayCode Product(Func<double[], double[]> function, Func<double[], double[,]> jacobian) => new(
        "function", "the function", "the Jacobian",
        a => [("y", function(a["x"]))],
        (a, dy) => [("x", Product(dy["y"], jacobian(a["x"]), a["x"].Length))])
    { IsMixed = true };

    private static double[] Product(double[] dy, double[,] jacobian, int columns)
    {
        RequireSize(jacobian, dy.Length, columns);
        return [.. Enumerable.Range(0, columns).Select(i => Enumerable.Range(0, dy.Length)
            .Where(k => dy[k] != 0).Sum(k => dy[k] * jacobian[k, i]))];
    }

    private static (string, Array)[] Rows(NamedArrays a, string[] names, Func<double[], double[,]> jacobian)
    {
        var (x, first) = (a[names[0]], jacobian(a[names[0]]));
        return [.. names.Select((name, k) => (name, (Array)Row(
            k == 0 || Enumerable.SequenceEqual(a[name], x) ? first : jacobian(a[name]), names.Length, k, x.Length)))];
    }

    private static double[] Row(double[,] jacobian, int rows, int k, int columns)
    {
        RequireSize(jacobian, rows, columns);
        return [.. Enumerable.Range(0, columns).Select(i => jacobian[k, i])];
    }

    private static void RequireSize(double[,] jacobian, int rows, int columns)
    {
        if (jacobian.GetLength(0) != rows || jacobian.GetLength(1) != columns)
            throw new CheckedCodeException(
                $"the Jacobian is {ArrayNumbers.ShapeOf(jacobian)}, but must be {rows}×{columns}.");
    }

    private static Dictionary<string, TValue> Each<TValue>(
        IReadOnlyDictionary<string, TValue> given, string[] rows, string name) =>
        given.TryGetValue(name, out var value) ? rows.ToDictionary(row => row, _ => value) : [];

    private static Tensor<double> Ones(int count)
    {
        var ones = new Tensor<double>(new Shape(count));
        ones.Values.Fill(1);
        return ones;
    }
}
