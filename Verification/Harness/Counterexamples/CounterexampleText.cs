namespace CnnVerified.Verification.Counterexamples;

/// <summary>Lays a counterexample out for paper: matrices side by side, with their names above.</summary>
internal static class CounterexampleText
{
    /// <summary>The given tensors, then each gradient as it is and as it must be.</summary>
    public static string Of(Counterexample counterexample)
    {
        var text = new StringBuilder(Wrapping.Of(
            $"Smallest counterexample: {counterexample.Layer.Name}, {counterexample.Geometry}")).Append("\n\n");
        Append(text, [
            .. counterexample.Layer.Parameters.Select(p => (p.Name, p.Value)), ("x", counterexample.X),
            ("y", counterexample.Layer.Forward(counterexample.X)), ("dy", counterexample.Dy)]);
        foreach (var (name, analytic, right) in counterexample.Gradients())
            if (Difference.BeyondRounding(name, analytic, right) is not null)
                Append(text, [($"{name} is", analytic), ($"{name} must be", right)]);
        return text.ToString().TrimEnd('\n');
    }

    private static void Append(StringBuilder text, (string Name, Tensor<double> Value)[] tensors)
    {
        var blocks = tensors.Select(t => Block(t.Name, t.Value)).ToArray();
        for (var line = 0; line < blocks.Max(block => block.Count); line++)
        {
            var cells = blocks.Select(
                block => (line < block.Count ? block[line] : "").PadRight(block.Max(row => row.Length)));
            text.Append(("  " + string.Join("    ", cells)).TrimEnd()).Append('\n');
        }
        text.Append('\n');
    }

    /// <summary>
    /// The name, then the rows of every matrix: the last two axes, with the outer indices
    /// above where there are several.
    /// </summary>
    private static List<string> Block(string name, Tensor<double> tensor)
    {
        var shape = tensor.Shape;
        var columns = shape.Rank == 0 ? 1 : shape[shape.Rank - 1];
        var rows = shape.Rank < 2 ? 1 : shape[shape.Rank - 2];
        var cells = tensor.Values.ToArray().Select(Number).ToArray();
        var width = cells.Max(cell => cell.Length);
        var lines = new List<string> { name };
        for (var start = 0; start < cells.Length; start += rows * columns)
        {
            if (cells.Length > rows * columns) lines.Add($"[{string.Join(", ", shape.IndexOf(start)[..^2])}]");
            for (var row = 0; row < rows; row++)
                lines.Add(string.Join(
                    ' ', cells.Skip(start + row * columns).Take(columns).Select(cell => cell.PadLeft(width))));
        }
        return lines;
    }

    private static string Number(double value) => (value == 0 ? 0 : value).ToString("G6", CultureInfo.InvariantCulture);
}
