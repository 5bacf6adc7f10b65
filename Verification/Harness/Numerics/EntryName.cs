namespace CnnVerified.Verification.Numerics;

/// <summary>The name of a tensor's entry, such as <c>kernels[4, 0, 2, 1]</c>.</summary>
internal static class EntryName
{
    /// <summary>The tensor's name and the indices of a row-major position; the name alone for a number.</summary>
    public static string Of(string tensor, Shape shape, int position) =>
        shape.Rank == 0 ? tensor : $"{tensor}[{string.Join(", ", shape.IndexOf(position))}]";

    /// <summary>What a tensor's gradient is called; the row of a Jacobian has its name already.</summary>
    public static string OfGradient(string tensor) =>
        tensor.StartsWith('∂') ? tensor : $"d{tensor}";
}
