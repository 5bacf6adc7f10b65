namespace CnnVerified.Verification.Hypotheses;

/// <summary>Code on arrays at a point, with another dy or other values if they are given.</summary>
internal delegate Subject CodeAt(Tensor<double>? dy, IReadOnlyList<Tensor<double>>? values);

/// <summary>
/// The backward pass of code on arrays, as if it were a layer's: one array is its input, the others its parameters.
/// </summary>
internal static class WrongCode
{
    private const double Roundings = 30;                        // of a difference of fourth order at its best step
    private static readonly string[] Inputs = ["x", "input", "inputs", "prediction", "logits", "h"];

    /// <summary>What is known about it.</summary>
    /// <param name="at">The code.</param>
    /// <param name="subject">The same at its point.</param>
    /// <param name="right">The right gradients, in the order of its variables.</param>
    /// <param name="tolerance">How closely they are known.</param>
    public static WrongPass Of(CodeAt at, Subject subject, Tensor<double>[] right, double tolerance)
    {
        var outputs = subject.Upstream.Length;
        var isKnown = subject.Outputs.Count > 0 && (subject.TakesUpstream || outputs == 1);
        var order = Order(subject);
        TensorGradient[] gradients = [.. order.Select(v => (Variable: subject.Variables[v], Right: right[v])).Select(
            one => new TensorGradient(one.Variable.Name, Axes.Numbered(one.Right.Shape), one.Variable.Value,
                one.Variable.Analytic, one.Right))];
        var x = gradients[^1].Value;
        if (!isKnown) return new("", gradients, null, null, IsLoss: false, tolerance)
        {
            IsCode = true,
            Back = new(() => subject.TraceBack(order)),
        };
        if (outputs == 1 && subject.Fixed.Where(one => one.Value.Shape.Count == x.Shape.Count).ToArray() is [var target]
            && gradients.Length == 1)
            return new("", gradients, null, new(x, target.Value, new(new Shape(1), 1.0), []), IsLoss: true, tolerance)
            {
                IsCode = true,
                Forward = new(() => subject.Trace(order)),
                Back = new(() => subject.TraceBack(order)),
            };
        var y = new Tensor<double>(OutputShape(subject));
        subject.NewEvaluator().Evaluate(0, y.Values);
        var own = new Arguments(
            x, y, new(y.Shape, subject.Upstream), [.. gradients[..^1].Select(gradient => gradient.Value)]);
        var pass = new NumericPass(With, order, input =>
        {
            var found = new Tensor<double>(y.Shape);
            With(own with { X = input }).NewEvaluator().Evaluate(0, found.Values);
            return found;
        });
        return new(
            "", gradients, subject.Entries <= Tolerances.ThoroughEntries ? pass : null, own, IsLoss: false, tolerance)
        {
            IsCode = true,
            Forward = new(() => subject.Trace(order)),
            Back = new(() => subject.TraceBack(order)),
            Fixed = subject.Fixed,
            HasSeveralOutputs = subject.Outputs.Count > 1,
            Upstreams = subject.TakesUpstream ? new(own.Dy, y,
                dy => [.. order.Select(v => With(own with { Dy = dy }).Variables[v].Analytic)],
                dy => pass.Approximate(own with { Dy = dy }))
            { Noise = Noise(subject) } : null,
        };

        Subject With(Arguments a)
        {
            Tensor<double>[] all = [.. a.Theta, a.X], values = new Tensor<double>[order.Length];
            for (var i = 0; i < order.Length; i++) values[order[i]] = all[i];
            var dy = subject.TakesUpstream ? new Tensor<double>(new Shape(outputs), a.Dy.Values.ToArray()) : null;
            return at(dy, values);
        }
    }

    /// <summary>The parameters, then the input: by its name, or else as large as the output.</summary>
    private static int[] Order(Subject subject)
    {
        var variables = subject.Variables;
        var input = Enumerable.Range(0, variables.Count)
            .MinBy(v => Array.IndexOf(Inputs, variables[v].Name) is >= 0 and var rank ? rank
                : Inputs.Length + (variables[v].Value.Shape.Count == subject.Upstream.Length ? 0 : 1));
        return [.. Enumerable.Range(0, variables.Count).Where(v => v != input), input];
    }

    /// <summary>How closely the code's own type shows derivatives, as a share of their size.</summary>
    public static double Noise(Subject subject) => Roundings * Math.Pow(subject.Roundoff, 0.8);

    /// <summary>That of the one output; several of one shape lie on each other, others one behind the other.</summary>
    private static Shape OutputShape(Subject subject)
    {
        var (first, outputs) = (subject.Outputs[0].Shape, subject.Outputs);
        return outputs.Count == 1 ? first : outputs.All(one => one.Shape == first)
            ? new([outputs.Count, .. Enumerable.Range(0, first.Rank).Select(axis => first[axis])])
            : new(subject.Upstream.Length);
    }
}
