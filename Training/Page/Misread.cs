namespace CnnVerified.Training.Page;

/// <summary>What a network takes an image for.</summary>
/// <param name="Image">Which of the images.</param>
/// <param name="Label">What it shows.</param>
/// <param name="Taken">What the network takes it for.</param>
/// <param name="Sure">The output for that, from 0 to 1.</param>
internal readonly record struct Misread(int Image, int Label, int Taken, double Sure)
{
    /// <summary>Whether it is taken for what it shows.</summary>
    public bool IsRight => Label == Taken;

    /// <summary>All of some images.</summary>
    public static IReadOnlyList<Misread> Of(Network<double> network, Digits digits)
    {
        var trace = new Trace<double>(network, Digits.ImageShape);
        return [.. Enumerable.Range(0, digits.Count).Select(i =>
        {
            var output = network.Forward(digits.Image<double>(i), trace).Values.ToArray();
            var taken = Array.IndexOf(output, output.Max());
            return new Misread(i, digits.Label(i), taken, output[taken]);
        })];
    }
}
