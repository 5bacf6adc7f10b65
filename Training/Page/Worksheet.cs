namespace CnnVerified.Training.Page;

/// <summary>A worksheet to print, and its solutions on another sheet. The numbers come from the library.</summary>
internal static class Worksheet
{
    private static readonly PlantedBug Mistake = Catalogue.Find("conv-kernel-not-rotated")!;

    /// <summary>Both sheets.</summary>
    public static Markup Of()
    {
        var convolution = new Convolution<double>(
            new(new Shape(1, 1, 2, 2), 1, 2, 0, -1), new Tensor<double>(new Shape(1)));
        var x = new Tensor<double>(new Shape(1, 1, 3, 3), 1, 0, 2, 3, 1, 0, 0, 2, 1);
        var dy = new Tensor<double>(new Shape(1, 1, 2, 2), 1, 0, -1, 2);
        var dense = new Dense<double>(
            new(new Shape(2, 3), 1, -1, 2, 0, 3, 1), new Tensor<double>(new Shape(2), 1, -2));
        var input = new Tensor<double>(new Shape(1, 3), 2, 1, -1);
        var upstream = new Tensor<double>(new Shape(1, 2), 1, -2);
        var (right, wrong) = (Backward(convolution, x, dy), Backward(Mistake.PlantIn(convolution), x, dy));
        var answers = Backward(dense, input, upstream);
        var (weights, bias) = (dense.Parameters[0].Value, dense.Parameters[1].Value);
        var exercises = Markup.Of($"""
            <p>1. A convolution, stride 1, no padding, no bias. Work out y, dk and dx.</p>
            {Matrices(("x", x), ("k", convolution.Parameters[0].Value), ("dy", dy))}
            {Matrices(Empty("y", dy), Empty("dk", right.Gradients[0]), Empty("dx", x))}
            <p>2. A dense layer y = W·x + b. Work out y, dW, db and dx.</p>
            {Matrices(("W", weights), ("b", bias), ("x", input), ("dy", upstream))}
            {Matrices(Empty("y", upstream), Empty("dW", weights), Empty("db", bias), Empty("dx", input))}
            <p>3. A backward pass of the convolution in 1. returns this dx. Which line of it is wrong, and why?</p>
            {Matrices(("dx, as it is returned", wrong.Dx))}
            """);
        var (dW, db) = (answers.Gradients[0], answers.Gradients[1]);
        var solutions = Markup.Of($"""
            <p>1. y = Σ x·k; dk = Σ dy·x; dx = Σ dy·k.</p>
            {Matrices(("y", convolution.Forward(x)), ("dk", right.Gradients[0]), ("dx", right.Dx))}
            <p>2. dW = dy·xᵀ; db = dy; dx = Wᵀ·dy.</p>
            {Matrices(("y", dense.Forward(input)), ("dW", dW), ("db", db), ("dx", answers.Dx))}
            <p>3. {Mistake.Mistake} {Mistake.Lesson}</p>
            """);
        return Markup.Of($"""
            {Sheet("worksheet", "Worksheet", "Three exercises for paper, with small whole numbers.", exercises)}
            {Sheet("solutions", "Solutions", "From the library's layers, and its catalogue of mistakes.", solutions)}
            """);
    }

    private static Markup Sheet(string id, string title, string caption, Markup content) => Markup.Of($"""
        <section class="new-page">
        {new Figure(id, title, default, Markup.Of($"{caption}")) { Below = content }.Markup()}</section>

        """);

    private static (Tensor<double> Dx, Tensor<double>[] Gradients) Backward(
        Layer<double> layer, Tensor<double> x, Tensor<double> dy)
    {
        var dx = new Tensor<double>(x.Shape);
        Tensor<double>[] gradients = [.. layer.Parameters.Select(one => new Tensor<double>(one.Value.Shape))];
        layer.Backward(x, layer.Forward(x), dy, dx, gradients);
        return (dx, gradients);
    }

    /// <summary>A matrix of a tensor's shape, to fill in.</summary>
    private static (string, Tensor<double>) Empty(string name, Tensor<double> like) => (name, new(like.Shape,
        [.. Enumerable.Repeat(double.NaN, like.Shape.Count)]));

    private static Markup Matrices(params IEnumerable<(string Name, Tensor<double> Value)> tensors) => Markup.Of($"""
        <div class="matrices">{tensors.Select(tensor => Matrix(tensor.Name, tensor.Value))}</div>
        """);

    private static Markup Matrix(string name, Tensor<double> tensor)
    {
        var columns = tensor.Shape[tensor.Shape.Rank - 1];
        var rows = tensor.Values.ToArray().Chunk(columns).Select(row => Markup.Of(
            $"<tr>{row.Select(number => new Markup($"<td>{Number(number)}</td>"))}</tr>"));
        return Markup.Of($"<table class=\"matrix\"><caption>{name}</caption><tbody>{rows}</tbody></table>");
    }

    private static string Number(double value) => double.IsNaN(value) ? ""
        : (value == 0 ? 0 : value).ToString(CultureInfo.InvariantCulture);
}
