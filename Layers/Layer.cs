using CnnVerified.Layers.Kernels.Vectors;

namespace CnnVerified.Layers;

/// <summary>
/// A differentiable map y = f(x; θ). A layer holds its parameters θ and nothing else: no activations, no gradients.
/// What it computes depends only on its arguments and θ, so it may be called in any order and, for reading, by any
/// thread.
/// </summary>
/// <remarks>
/// With L the loss and dy = ∂L/∂y the upstream gradient, <see cref="Backward(Tensor{T}, Tensor{T}, Tensor{T},
/// Tensor{T}, ReadOnlySpan{Tensor{T}})"/> gives dx = (∂y/∂x)ᵀ dy and dθ = (∂y/∂θ)ᵀ dy. The batch axis N is always the
/// first; dθ is the sum over it. A layer of your own implements the three abstract members.
/// </remarks>
public abstract class Layer<T> where T : IFloatingPointIeee754<T>
{
    private KnownShapes? known;             // the last x and its y: a training step brings the same again and again
    private bool isReference;

    /// <summary>What messages call this layer.</summary>
    public virtual string Name => GetType().Name.Split('`')[0];

    /// <summary>θ, in the order in which <c>Backward</c> takes its gradients.</summary>
    public virtual IReadOnlyList<Parameter<T>> Parameters => [];

    /// <summary>The shape of y for an x of shape <paramref name="x"/>.</summary>
    /// <exception cref="ArgumentException">The layer cannot take such an input.</exception>
    public abstract Shape OutputShape(Shape x);

    /// <summary>Writes y = f(x; θ) over <paramref name="y"/>.</summary>
    /// <param name="x">The input.</param>
    /// <param name="y">The output, of shape <see cref="OutputShape"/>.</param>
    public abstract void Forward(Tensor<T> x, Tensor<T> y);

    /// <summary>Writes dx over <paramref name="dx"/> and adds dθ to <paramref name="gradients"/>.</summary>
    /// <param name="x">The input that <c>Forward</c> was given.</param>
    /// <param name="y">The output that it gave.</param>
    /// <param name="dy">The upstream gradient ∂L/∂y.</param>
    /// <param name="dx">Receives ∂L/∂x; null where nobody asks for it.</param>
    /// <param name="gradients">
    /// One tensor for each of <see cref="Parameters"/>; ∂L/∂θ is added, so that shared parameters accumulate.
    /// </param>
    public abstract void Backward(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients);

    /// <summary>
    /// Whether <see cref="Backward(Tensor{T}, Tensor{T}, Tensor{T}, Tensor{T}, ReadOnlySpan{Tensor{T}})"/> reads y.
    /// </summary>
    internal virtual bool BackwardReadsOutput => true;

    /// <summary>
    /// The same layer over another scalar, with parameters of its own; null if it is written for one scalar only.
    /// </summary>
    public virtual Layer<U>? Over<U>() where U : IFloatingPointIeee754<U> => null;

    /// <summary>The same layer with other parameters, which it owns.</summary>
    /// <param name="parameters">One tensor for each of <see cref="Parameters"/>.</param>
    /// <exception cref="ArgumentException">There are more or fewer, or one does not fit.</exception>
    /// <exception cref="NotSupportedException">The layer does not say how.</exception>
    public Layer<T> WithParameters(params ReadOnlySpan<Tensor<T>> parameters) => parameters.Length == Parameters.Count
        ? Rebuild(parameters)
        : throw new ArgumentException(
            $"parameters has {parameters.Length} tensors, but {Name} needs {Parameters.Count}.", nameof(parameters));

    /// <summary>The layer of the same settings for other parameters; this very layer, if it has none.</summary>
    protected virtual Layer<T> Rebuild(ReadOnlySpan<Tensor<T>> parameters) => Parameters.Count == 0 ? this
        : throw new NotSupportedException($"{Name} cannot be given other parameters: it lacks Rebuild.");

    /// <summary>
    /// A layer over the same parameters that computes its formula loop by loop: the definition that fast passes are
    /// compared with. Null if there is no other than this one.
    /// </summary>
    public virtual Layer<T>? AsReference() => null;

    /// <summary>This layer without its kernels.</summary>
    private protected Layer<T> WithoutKernels()
    {
        var reference = (Layer<T>)MemberwiseClone();
        reference.isReference = true;
        return reference;
    }

    /// <summary>Whether kernels may be used: the scalar has vectors, and this is not the reference.</summary>
    private protected bool MayUseKernels => Lanes.Of<T>() > 0 && !isReference;

    /// <summary>y = f(x; θ) in a tensor of its own.</summary>
    /// <exception cref="ArgumentException">The layer cannot take such an input.</exception>
    public Tensor<T> Forward(Tensor<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        var y = new Tensor<T>(OutputShape(x.Shape));
        Forward(x, y);
        return y;
    }

    /// <summary>dx and dθ in tensors of their own.</summary>
    /// <exception cref="ArgumentException">y or dy does not have the layer's output shape.</exception>
    public (Tensor<T> Input, Tensor<T>[] Parameters) Backward(Tensor<T> x, Tensor<T> y, Tensor<T> dy)
    {
        ArgumentNullException.ThrowIfNull(x);
        Tensor<T>.Require(y, OutputShape(x.Shape), nameof(y));
        Tensor<T>.Require(dy, y.Shape, nameof(dy));
        var dx = new Tensor<T>(x.Shape);
        var gradients = NewGradients();
        Backward(x, y, dy, dx, gradients);
        return (dx, gradients);
    }

    /// <summary>Zeros in the shapes of <see cref="Parameters"/>, ready to accumulate dθ.</summary>
    public Tensor<T>[] NewGradients() => [.. Parameters.Select(p => new Tensor<T>(p.Value.Shape))];

    // The door: what each layer of this library calls first, so that its kernels need not look at a size again.

    /// <summary>Checks a forward pass's arguments.</summary>
    private protected void RequireShapes(Tensor<T> x, Tensor<T> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (known is { } shapes && shapes.X == x.Shape && shapes.Y == y.Shape) return;
        Shape.Require(y.Shape, OutputShape(x.Shape), nameof(y));
        known = new(x.Shape, y.Shape);
    }

    /// <summary>Checks a partial forward pass's arguments; gives the first output and how many there are.</summary>
    private protected (int Start, int Count) RequireShapes(Tensor<T> x, Tensor<T> y, Range outputs)
    {
        RequireShapes(x, y);
        return RequireRange(outputs, y.Shape.Count, nameof(outputs));
    }

    /// <summary>Checks a backward pass's arguments but for the parameters' gradients.</summary>
    private protected void RequireShapes(Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx)
    {
        RequireShapes(x, y);
        Tensor<T>.Require(dy, y.Shape, nameof(dy));
        if (dx is not null) Shape.Require(dx.Shape, x.Shape, nameof(dx));
    }

    /// <summary>Checks a backward pass's arguments.</summary>
    private protected void RequireShapes(
        Tensor<T> x, Tensor<T> y, Tensor<T> dy, Tensor<T>? dx, ReadOnlySpan<Tensor<T>> gradients)
    {
        RequireShapes(x, y, dy, dx);
        Parameter<T>.RequireGradients(Parameters, gradients);
    }

    /// <summary>Checks that a range lies among so many entries; gives the first and how many there are.</summary>
    private protected static (int Start, int Count) RequireRange(Range range, int entries, string argument)
    {
        var (start, end) = (range.Start.GetOffset(entries), range.End.GetOffset(entries));
        return 0 <= start && start <= end && end <= entries
            ? (start, end - start)
            : throw new ArgumentOutOfRangeException(
                argument, $"{argument} is {range}, but must lie within 0..{entries}, the positions of all entries.");
    }

    private sealed record KnownShapes(Shape X, Shape Y);
}
