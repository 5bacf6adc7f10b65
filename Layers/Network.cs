namespace CnnVerified.Layers;

/// <summary>
/// Layers applied one after the other. Like a layer it holds parameters only: a <see cref="Trace{T}"/> holds what a
/// pass computes.
/// </summary>
public sealed class Network<T> where T : IFloatingPointIeee754<T>
{
    /// <summary>A network of layers, the first one first.</summary>
    public Network(params ReadOnlySpan<Layer<T>> layers)
    {
        Layers = layers.ToArray();
        Parameters = [.. Layers.SelectMany((layer, k) =>
            layer.Parameters.Select(p => p with { Name = $"{layer.Name}[{k}].{p.Name}" }))];
    }

    /// <summary>The layers, the first one first.</summary>
    public IReadOnlyList<Layer<T>> Layers { get; }

    /// <summary>All layers' parameters in order, named such as <c>Dense[3].weights</c>.</summary>
    public IReadOnlyList<Parameter<T>> Parameters { get; }

    /// <summary>The shape of the last layer's output.</summary>
    /// <exception cref="ArgumentException">Some layer cannot take what reaches it.</exception>
    public Shape OutputShape(Shape x) => Layers.Aggregate(x, (shape, layer) => layer.OutputShape(shape));

    /// <summary>Runs every layer and leaves the activations in the trace; the result is the last of them.</summary>
    /// <exception cref="ArgumentException">
    /// The trace was made for another number of layers, or for inputs of another shape.
    /// </exception>
    public Tensor<T> Forward(Tensor<T> x, Trace<T> trace)
    {
        Require(trace);
        Tensor<T>.Require(x, trace.InputShape, nameof(x));
        trace.Activations[0] = x;
        for (var k = 0; k < Layers.Count; k++) Layers[k].Forward(trace.Activations[k], trace.Activations[k + 1]);
        return trace.Output;
    }

    /// <summary>
    /// The chain rule from the last layer to the first: takes ∂L/∂y from <see cref="Trace{T}.OutputGradient"/>, leaves
    /// the gradient of every activation in the trace and adds dθ to <paramref name="gradients"/>, one for each
    /// parameter.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// The trace was made for another number of layers, or a gradient does not fit its parameter.
    /// </exception>
    public void Backward(Trace<T> trace, ReadOnlySpan<Tensor<T>> gradients)
    {
        Require(trace);
        Parameter<T>.RequireGradients(Parameters, gradients);
        var end = Parameters.Count;
        for (var k = Layers.Count - 1; k >= 0; k--)
        {
            var start = end - Layers[k].Parameters.Count;
            Layers[k].Backward(
                trace.Activations[k], trace.Activations[k + 1], trace.Gradients[k + 1]!, trace.Gradients[k],
                gradients[start..end]);
            end = start;
        }
    }

    /// <summary>Zeros in the shapes of <see cref="Parameters"/>, ready to accumulate dθ.</summary>
    public Tensor<T>[] NewGradients() => [.. Parameters.Select(p => new Tensor<T>(p.Value.Shape))];

    /// <summary>
    /// The same network over another scalar; null if one of its layers is written for one scalar only.
    /// </summary>
    public Network<U>? Over<U>() where U : IFloatingPointIeee754<U>
    {
        var layers = Layers.Select(layer => layer.Over<U>()).ToArray();
        return layers.Contains(null) ? null : new Network<U>(layers!);
    }

    private void Require(Trace<T> trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        if (trace.Activations.Length != Layers.Count + 1)
            throw new ArgumentException(
                $"trace has buffers for {trace.Activations.Length - 1} layers, but the network has {Layers.Count}.",
                nameof(trace));
    }
}
