namespace CnnVerified.Layers;

/// <summary>A named tensor that training changes, such as <c>weights</c> or <c>bias</c>.</summary>
/// <param name="Name">The name, unique within its layer.</param>
/// <param name="Value">The numbers, updated in place.</param>
public sealed record Parameter<T>(string Name, Tensor<T> Value) where T : IFloatingPointIeee754<T>
{
    /// <summary>Checks that there is one gradient for each parameter, and of its shape.</summary>
    /// <exception cref="ArgumentException">There is not.</exception>
    internal static void RequireGradients(IReadOnlyList<Parameter<T>> parameters, ReadOnlySpan<Tensor<T>> gradients)
    {
        if (gradients.Length != parameters.Count)
            throw new ArgumentException(
                $"gradients has {gradients.Length} tensors, but must have {parameters.Count}, one for each parameter.",
                nameof(gradients));
        for (var p = 0; p < gradients.Length; p++)
            if (gradients[p]?.Shape != parameters[p].Value.Shape)
                Tensor<T>.Require(gradients[p], parameters[p].Value.Shape, $"gradients[{p}]");
    }
}
