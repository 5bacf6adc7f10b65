namespace CnnVerified.Verification.Evaluation;

/// <summary>Lets something use, and change, tensors that must be afterwards what they were before.</summary>
internal static class Restored
{
    /// <summary>Runs and puts every number back by assignment.</summary>
    public static TResult After<TResult>(IReadOnlyList<Tensor<double>> tensors, Func<TResult> run)
    {
        var own = tensors.Select(tensor => tensor.Clone()).ToArray();
        try
        {
            return run();
        }
        finally
        {
            for (var i = 0; i < own.Length; i++) own[i].Values.CopyTo(tensors[i].Values);
        }
    }
}
