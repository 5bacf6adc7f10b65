namespace CnnVerified.Verification;

/// <summary>Arrays by name, as code under check takes and returns them.</summary>
public sealed class NamedArrays
{
    private readonly (string Name, Array Value)[] arrays;          // so few that a search is quick

    internal NamedArrays(IEnumerable<(string Name, Array Value)> arrays) => this.arrays = [.. arrays];

    /// <summary>An array of doubles.</summary>
    /// <exception cref="ArgumentException">There is none of this name, or it is of another type.</exception>
    public double[] this[string name] => Of<double[]>(name);

    /// <summary>
    /// An array of any type, such as <c>float[,]</c> or <c>int[]</c>, also as a <c>Memory&lt;float&gt;</c>.
    /// </summary>
    /// <exception cref="ArgumentException">There is none of this name, or it is of another type.</exception>
    public TArray Of<TArray>(string name)
    {
        var array = Array.Find(arrays, one => one.Name == name).Value ?? throw new ArgumentException(
            $"name is \"{name}\", but must be one of {string.Join(", ", arrays.Select(one => one.Name))}.");
        return Carrier.As<TArray>(array) is TArray asked ? asked : throw new ArgumentException(
            $"{name} is a {array.GetType().Name}, but was asked for as a {typeof(TArray).Name}.");
    }
}
