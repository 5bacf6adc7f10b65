using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CnnVerified.Training.Terminal;

/// <summary>
/// Asks the work to stop at its next good moment upon the first signal that would end the program: Ctrl-C, what
/// containers and batch systems send, a closed terminal, or an output that takes no more. A second one ends it,
/// but not within a second: whole groups of processes are sent signals, and some of these pass on what they get.
/// Signals that the program was started to ignore, as by nohup, stay ignored.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private const int Hangup = 1, Interrupt = 2, BrokenPipe = 13, Terminate = 15, OfSignal = 128;
    private static readonly TimeSpan AtOnce = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource source = new();
    private readonly List<PosixSignalRegistration> registrations = [];
    private readonly CancellationTokenRegistration whenLeft;
    private int signal;
    private long first;

    /// <summary>Begins to listen.</summary>
    public Interruption()
    {
        Listen(PosixSignal.SIGHUP, Hangup);
        Listen(PosixSignal.SIGINT, Interrupt);
        Listen(PosixSignal.SIGTERM, Terminate);
        whenLeft = OutputUntilClosed.IsLeft.Register(() => Stop(BrokenPipe));
    }

    /// <summary>What a shell says of a program whose reader has left.</summary>
    public const int ExitCodeWhenLeft = OfSignal + BrokenPipe;

    /// <summary>Whether an exit code tells of a signal that somebody sent.</summary>
    public static bool IsOfSignal(int exitCode) => exitCode is > OfSignal and not ExitCodeWhenLeft;

    /// <summary>Is cancelled by the first signal.</summary>
    public CancellationToken Token => source.Token;

    /// <summary>What a shell says of a program that a signal has ended: 128 and the signal's number.</summary>
    public int ExitCode => OfSignal + signal;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in registrations) registration.Dispose();
        whenLeft.Dispose();
        source.Dispose();
    }

    private void Listen(PosixSignal name, int number)
    {
        if (IsIgnored(number)) return;
        registrations.Add(PosixSignalRegistration.Create(name, context => context.Cancel = Stop(number)));
    }

    /// <summary>Whether it was the first one, or came with it.</summary>
    private bool Stop(int number)
    {
        var isFirst = Interlocked.CompareExchange(ref signal, number, 0) == 0;
        if (isFirst) first = Stopwatch.GetTimestamp();
        source.Cancel();
        return isFirst || Stopwatch.GetElapsedTime(first) < AtOnce;
    }

    /// <summary>Whether the one who started the program had it ignore a signal; Linux tells in a set of bits.</summary>
    private static bool IsIgnored(int number)
    {
        const string Ignored = "SigIgn:", Status = "/proc/self/status";
        var set = !File.Exists(Status) ? null
            : File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Ignored, StringComparison.Ordinal));
        return set is not null && (Convert.ToUInt64(set[Ignored.Length..].Trim(), 16) >> (number - 1) & 1) == 1;
    }
}
