namespace CnnVerified.Verification.Benchmarks;

/// <summary>
/// Says how much one call of a benchmark does, so that its speed can be told in other units than calls.
/// </summary>
/// <param name="unit">The unit of the speed, such as <c>samples/s</c>.</param>
/// <param name="amount">The property of the class that has the amount for the parameters of the run.</param>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RateAttribute(string unit, string amount) : Attribute
{
    /// <summary>The unit of the speed.</summary>
    public string Unit => unit;

    /// <summary>The name of the property that has the amount.</summary>
    public string Amount => amount;
}
