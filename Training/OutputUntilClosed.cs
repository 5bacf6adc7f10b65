using System.Text;

namespace CnnVerified.Training;

/// <summary>
/// The standard output or the error stream: where whoever started the program has closed it, what is written goes
/// nowhere. A full disk is still told.
/// </summary>
internal sealed class OutputUntilClosed(TextWriter stream) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => stream.Encoding;

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
            write();
        }
        catch (UnauthorizedAccessException)
        {
            // .NET's word for a stream that is not open.
        }
    }
}
