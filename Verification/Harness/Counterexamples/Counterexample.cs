using System.Diagnostics.CodeAnalysis;

namespace CnnVerified.Verification;

/// <summary>
/// A case in which a layer's backward pass is wrong, made so small that a person can check it on paper: the smallest
/// valid sizes, small whole numbers, and an upstream gradient that is 1 at one output and 0 at the others.
/// </summary>
/// <param name="Geometry">The sizes, in words.</param>
/// <param name="Layer">The layer, with the values it has in this case.</param>
/// <param name="X">The input.</param>
/// <param name="Dy">The upstream gradient.</param>
public sealed record Counterexample(string Geometry, Layer<double> Layer, Tensor<double> X, Tensor<double> Dy)
{
    private const int Patterns = 12;

    /// <summary>Reduces a case; null if the layer is right there.</summary>
    /// <param name="geometry">Where to start.</param>
    /// <param name="build">Makes the layer for a geometry; its values do not matter, they are replaced.</param>
    public static Counterexample? Of<TGeometry>(TGeometry geometry, Func<TGeometry, Layer<double>> build)
        where TGeometry : IGeometry<TGeometry>
    {
        if (FailureAt(geometry, build) is not { } failure) return null;
        for (var smaller = Smaller(); smaller is not null; smaller = Smaller()) failure = smaller;
        return Reduced(failure);

        Counterexample? Smaller()
        {
            foreach (var candidate in geometry.Shrink())
                if (FailureAt(candidate, build) is { } found)
                {
                    geometry = candidate;
                    return found;
                }
            return null;
        }
    }

    /// <summary>Makes sure that a layer is right.</summary>
    /// <exception cref="CounterexampleException">It is not; the message is the smallest counterexample.</exception>
    public static void Refute<TGeometry>(TGeometry geometry, Func<TGeometry, Layer<double>> build)
        where TGeometry : IGeometry<TGeometry>
    {
        if (Of(geometry, build) is { } counterexample) throw new CounterexampleException(counterexample);
    }

    /// <summary>
    /// The case on paper: every tensor, and each gradient as the backward pass gives it and as it must be.
    /// </summary>
    public override string ToString() => CounterexampleText.Of(this);

    /// <summary>Every gradient: its name, what the backward pass gives, and what it must be.</summary>
    internal IEnumerable<(string Name, Tensor<double> Analytic, Tensor<double> Right)> Gradients()
    {
        var report = GradientCheck.Of(Layer)
            .At(X, upstream: Dy).WaiveInconclusive("the case was found by a check that decided").Run();
        return report.Variables.Select(v => (
            $"d{v.Name}", new Tensor<double>(v.Shape, [.. v.Entries.Select(e => e.Analytic)]),
            new Tensor<double>(v.Shape, [.. v.Entries.Select(e => e.Dual ?? e.Numeric)])));
    }

    private bool Fails
    {
        get
        {
            LayerCheck check = Layer.Over<Dual>() is null ? new FiniteDifferencesAgree() : new DualNumbersAgree();
            return check.Run(Layer, X, Dy).Status == CheckStatus.Failed;
        }
    }

    private static Counterexample? FailureAt<TGeometry>(TGeometry geometry, Func<TGeometry, Layer<double>> build)
        where TGeometry : IGeometry<TGeometry>
    {
        var layer = build(geometry);
        var candidate = new Counterexample(
            geometry.Description, layer, Draw.Normal(geometry.X, 1), Draw.Normal(layer.OutputShape(geometry.X), 2));
        foreach (var (p, i) in layer.Parameters.Select((p, i) => (p, i)))
            Draw.Normal(p.Value.Shape, 3 + i).Values.CopyTo(p.Value.Values);
        return candidate.Fails ? candidate : null;
    }

    /// <summary>
    /// Whole numbers in place of the parameters, the input and dy, one after the other, as far as the case still fails.
    /// </summary>
    private static Counterexample Reduced(Counterexample failure)
    {
        var oneHot =
            Enumerable.Range(0, failure.Dy.Shape.Count).Select(k => failure with { Dy = OneHot(failure.Dy.Shape, k) });
        failure = oneHot.FirstOrDefault(candidate => candidate.Fails) ?? failure;
        foreach (var parameter in failure.Layer.Parameters)
            Try(parameter.Value, () => failure.Fails);
        var x = failure.X.Clone();
        failure = failure with { X = x };
        Try(x, () => failure.Fails);
        return failure;
    }

    private static void Try(Tensor<double> tensor, Func<bool> stillFails)
    {
        var own = tensor.Clone();
        for (var pattern = 0; pattern < Patterns; pattern++)
        {
            var random = new Random(pattern);
            for (var i = 0; i < tensor.Shape.Count; i++) tensor[i] = pattern == 0 ? i + 1 : random.Next(-3, 4);
            if (stillFails()) return;
        }
        own.Values.CopyTo(tensor.Values);
    }

    private static Tensor<double> OneHot(Shape shape, int k)
    {
        var tensor = new Tensor<double>(shape);
        tensor[k] = 1;
        return tensor;
    }
}

/// <summary>A layer is wrong, and here is a case that a person can check.</summary>
/// <param name="counterexample">The case; its text is the message.</param>
public sealed class CounterexampleException(Counterexample counterexample) : Exception(counterexample.ToString())
{
    /// <summary>The case.</summary>
    [SuppressMessage("Design", "CA1051", Justification = "NUnit prints properties of exceptions below their messages.")]
    public readonly Counterexample Counterexample = counterexample;
}
