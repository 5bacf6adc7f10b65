namespace CnnVerified.Verification.Evaluation;

/// <summary>
/// Layers, losses and parameters that one thread has to itself while it checks them, since checks change parameters in
/// place and some layers remember what they were last given. Others wait until all that they need is free.
/// </summary>
internal sealed class Possession
{
    private static readonly List<Possession> Taken = [];

    private readonly int thread = Environment.CurrentManagedThreadId;
    private readonly object[] code;
    private readonly Tensor<double>[] parameters;

    private Possession(Network<double> network, Loss<double>? loss)
    {
        code = [.. network.Layers, .. loss is null ? Array.Empty<object>() : [loss]];
        parameters = [.. network.Parameters.Select(p => p.Value)];
    }

    /// <summary>
    /// Runs something that has a network and a loss to itself, and puts parameters back whatever a layer did to them. A
    /// thread that has them already does not wait.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// Another thread has some of them while this one has others: to wait might be to wait for each other for ever.
    /// </exception>
    public static TResult Of<TResult>(Network<double> network, Loss<double>? loss, Func<TResult> run)
    {
        var own = new Possession(network, loss);
        own.Take();
        try
        {
            return Restored.After(own.parameters, run);
        }
        finally
        {
            own.GiveBack();
        }
    }

    private void Take()
    {
        lock (Taken)
        {
            while (Taken.Any(other => other.thread != thread && Meets(other)))
            {
                if (Taken.Any(other => other.thread == thread))
                    throw new InvalidOperationException(
                        "a check inside a check needs a layer that another thread is checking: run them one by one.");
                Monitor.Wait(Taken);
            }
            Taken.Add(this);
        }
    }

    private void GiveBack()
    {
        lock (Taken)
        {
            Taken.Remove(this);
            Monitor.PulseAll(Taken);
        }
    }

    private bool Meets(Possession other) =>
        code.Any(one => other.code.Contains(one))
        || parameters.Any(one => other.parameters.Any(theirs => one.Values.Overlaps(theirs.Values)));
}
