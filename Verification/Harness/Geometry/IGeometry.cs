namespace CnnVerified.Verification;

/// <summary>The sizes of a layer and its input, and how to make them smaller.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface IGeometry<TSelf> where TSelf : IGeometry<TSelf>
{
    /// <summary>The shape of the input.</summary>
    Shape X { get; }

    /// <summary>The sizes in words.</summary>
    string Description { get; }

    /// <summary>Valid geometries that are smaller in one respect, the smallest first.</summary>
    IEnumerable<TSelf> Shrink();
}
