using System.Text;
using Microsoft.Win32.SafeHandles;

namespace CnnVerified.Training.Terminal;

/// <summary>
/// The standard output or the error stream: where whoever started the program has closed it, what is written goes
/// nowhere. A reader who leaves, as <c>head</c> does, is known to <see cref="IsLeft"/>. A full disk is still told.
/// </summary>
internal sealed class OutputUntilClosed(TextWriter stream) : TextWriter
{
    private const int StandardOutput = 1, BrokenPipe = 32;
    private static readonly CancellationTokenSource Left = new();

    /// <summary>Is cancelled once the reader of the standard output has left; on Windows this stays unknown.</summary>
    public static CancellationToken IsLeft => Left.Token;

    /// <inheritdoc/>
    public override Encoding Encoding => stream.Encoding;

    /// <summary>The standard output; .NET's own writer does not tell when a pipe is broken.</summary>
    public static TextWriter OfProgram()
    {
        if (OperatingSystem.IsWindows() || !Console.IsOutputRedirected) return new OutputUntilClosed(Console.Out);
        try
        {
            var pipe = new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write);
            if (!pipe.CanSeek)
                return new OutputUntilClosed(new StreamWriter(pipe, Console.Out.Encoding) { AutoFlush = true });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It was closed from the beginning.
        }
        return new OutputUntilClosed(Console.Out);
    }

    /// <inheritdoc/>
    public override void Write(char value) => Attempt(() => stream.Write(value));

    /// <inheritdoc/>
    public override void Write(string? value) => Attempt(() => stream.Write(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Attempt(() => stream.WriteLine(value));

    /// <inheritdoc/>
    public override void Flush() => Attempt(stream.Flush);

    private static void Attempt(Action write)
    {
        try
        {
            if (!IsLeft.IsCancellationRequested) write();
        }
        catch (UnauthorizedAccessException)
        {
            // .NET's word for a stream that is not open.
        }
        catch (IOException e) when (e.HResult == BrokenPipe)
        {
            Left.Cancel();
        }
    }
}
