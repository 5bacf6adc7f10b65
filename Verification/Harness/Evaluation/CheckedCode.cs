namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// The boundary to code under check. At the point itself an exception ends the check. At a changed entry it may be the
/// edge of the code's domain: the outputs are then NaN, and the first such exception is remembered.
/// </summary>
/// <param name="name">What messages call the code, such as <c>the function</c>.</param>
/// <param name="variables">What the code is evaluated at.</param>
internal sealed class CheckedCode(string name, IReadOnlyList<Variable> variables)
{
    private string? thrown;

    /// <summary>What is told of every call beside the point; null if nothing is.</summary>
    public Watch? Watch { get; set; }

    /// <summary>The first exception at a changed entry, as a sentence without its full stop; null if none.</summary>
    public string? Thrown => thrown;

    /// <summary>Runs code at the point itself.</summary>
    /// <exception cref="CheckedCodeException">The code threw.</exception>
    public static TResult Run<TResult>(string name, Func<TResult> code)
    {
        try
        {
            return code();
        }
        catch (Exception e) when (IsToBlame(e))
        {
            throw AtPoint(name, e);
        }
    }

    /// <summary>Whether an exception tells something of the code, not of the machine or of a wish to stop.</summary>
    public static bool IsToBlame(Exception e) =>
        e is not (CheckedCodeException or OutOfMemoryException or InsufficientExecutionStackException
            or OperationCanceledException or ThreadInterruptedException);

    /// <summary>Takes an exception that came with one entry set to some value.</summary>
    /// <exception cref="CheckedCodeException">The value is the entry's own.</exception>
    public void Catch(Exception e, int variable, int entry, double value)
    {
        var own = variables[variable].Value[entry];
        if (value == own) throw AtPoint(name, e);
        Catch(e, string.Create(
            CultureInfo.InvariantCulture, $"{variables[variable].NameOf(entry)} = {value} (its own value {own})"));
    }

    /// <summary>Takes an exception that came with a whole tensor changed.</summary>
    public void Catch(Exception e, int variable) => Catch(e, $"another {variables[variable].Name}");

    private void Catch(Exception e, string place) =>
        Interlocked.CompareExchange(ref thrown, Sentence(name, e, place), null);

    private static CheckedCodeException AtPoint(string name, Exception e) =>
        new(Sentence(name, e, "the point itself") + ".", e);

    private static string Sentence(string name, Exception e, string place) =>
        $"{name} threw {e.GetType().Name} at {place}: {e.Message.TrimEnd('.')}";
}
