using System.Numerics;

namespace CnnVerified.Layers;

/// <summary>A named tensor that training changes, such as <c>weights</c> or <c>bias</c>.</summary>
/// <param name="Name">The name, unique within its layer.</param>
/// <param name="Value">The numbers, updated in place.</param>
public sealed record Parameter<T>(string Name, Tensor<T> Value) where T : IFloatingPointIeee754<T>;
