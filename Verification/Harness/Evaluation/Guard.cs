namespace CnnVerified.Verification.Evaluation;

/// <summary>Remembers what a layer is given, to tell which of it the layer changes.</summary>
internal sealed class Guard(params (string Name, Tensor<double> Value)[] given)
{
    private readonly Tensor<double>[] before = [.. given.Select(argument => argument.Value.Clone())];

    /// <summary>What was changed since the start, in words; null if nothing was.</summary>
    /// <param name="pass">What may have changed it, such as <c>the forward pass</c>.</param>
    public string? After(string pass)
    {
        foreach (var ((name, value), own) in given.Zip(before))
            for (var i = 0; i < own.Shape.Count; i++)
                if (!value[i].Equals(own[i]))
                    return string.Create(
                        CultureInfo.InvariantCulture,
                        $"{pass} changes {name}, which must stay as given: "
                        + $"{EntryName.Of(name, own.Shape, i)} was {own[i]:G10} and becomes {value[i]:G10}");
        return null;
    }
}
