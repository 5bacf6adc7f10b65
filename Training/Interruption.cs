namespace CnnVerified.Training;

/// <summary>
/// Asks the work to stop at its next good moment upon the first Ctrl-C; a second one ends the program.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource source = new();

    /// <summary>Begins to listen.</summary>
    public Interruption() => Console.CancelKeyPress += Stop;

    /// <summary>Is cancelled by the first Ctrl-C.</summary>
    public CancellationToken Token => source.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        Console.CancelKeyPress -= Stop;
        source.Dispose();
    }

    private void Stop(object? sender, ConsoleCancelEventArgs key)
    {
        key.Cancel = !source.IsCancellationRequested;
        source.Cancel();
    }
}
