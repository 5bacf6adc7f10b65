using Microsoft.Win32.SafeHandles;

namespace CnnVerified.Training.Terminal;

/// <summary>
/// The standard output or the error stream: where whoever started the program has closed it, what is written goes
/// nowhere. Work never fails by what it prints: once the output takes no more, <see cref="IsLeft"/> is cancelled.
/// </summary>
internal sealed class OutputUntilClosed : TextWriter
{
    private const int StandardOutput = 1, StandardError = 2, BrokenPipe = 32;
    private static readonly CancellationTokenSource Left = new();
    private readonly TextWriter stream;
    private readonly bool isOfErrors;

    private OutputUntilClosed(TextWriter stream, bool isOfErrors = false) =>
        (this.stream, this.isOfErrors) = (stream, isOfErrors);

    /// <summary>
    /// Is cancelled once the standard output takes no more: its reader has left, as <c>head</c> does, which stays
    /// unknown on Windows, or its disk is full.
    /// </summary>
    public static CancellationToken IsLeft => Left.Token;

    /// <summary>Why the standard output takes no more, in a sentence; null if it does, or if its reader left.</summary>
    public static string? Complaint { get; private set; }

    /// <inheritdoc/>
    public override Encoding Encoding => stream.Encoding;

    /// <summary>The standard output; .NET's own writer does not tell when a pipe is broken.</summary>
    public static TextWriter OfProgram()
    {
        if (!UnixFile.IsInherited(StandardOutput)) return Null;
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected) return new OutputUntilClosed(Console.Out);
        var pipe = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write);
        return new OutputUntilClosed(
            pipe.CanSeek ? Console.Out : new StreamWriter(pipe, Console.Out.Encoding) { AutoFlush = true });
    }

    /// <summary>The error stream, whose own failure nobody can be told of.</summary>
    public static TextWriter OfErrors() =>
        UnixFile.IsInherited(StandardError) ? new OutputUntilClosed(Console.Error, isOfErrors: true) : Null;

    /// <inheritdoc/>
    public override void Write(char value) => Attempt(() => stream.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Attempt(() => stream.Write(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Attempt(() => stream.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Attempt(stream.Flush);

    private void Attempt(Action write)
    {
        try
        {
            if (isOfErrors || !IsLeft.IsCancellationRequested) write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            if (isOfErrors) return;
            if (e.HResult != BrokenPipe)
                Complaint = "The standard output cannot be written to its end: "
                    + $"{e.Message.Split(" (Parameter")[0].TrimEnd('.')}.";
            Left.Cancel();
        }
    }
}
