using System.Runtime.InteropServices;

namespace CnnVerified.Training.Terminal;

/// <summary>The size that a limit of the shell's, <c>ulimit -f</c>, lets files have.</summary>
internal static class FileSizeLimit
{
    private const PosixSignal Exceeded = (PosixSignal)25;

    /// <summary>Held to the program's end: the signal may come after the complaint.</summary>
    private static PosixSignalRegistration? registration;

    /// <summary>Has what goes beyond it fail as on a full disk, instead of ending the program.</summary>
    public static void IsLikeAFullDisk() => registration ??= OperatingSystem.IsWindows()
        ? null : PosixSignalRegistration.Create(Exceeded, context => context.Cancel = true);
}
