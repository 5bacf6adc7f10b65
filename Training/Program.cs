using System.Globalization;
using System.Runtime.InteropServices;
using CnnVerified.Training.Commands;
using CnnVerified.Training.Terminal;

// Words and numbers are the same wherever the program runs.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
Console.SetOut(OutputUntilClosed.OfProgram());
Console.SetError(OutputUntilClosed.OfErrors());

// A file that a limit of the shell's lets grow no further is told as a full disk is, and does not end the program.
const PosixSignal FileSizeLimit = (PosixSignal)25;
using var limit = OperatingSystem.IsWindows()
    ? null : PosixSignalRegistration.Create(FileSizeLimit, context => context.Cancel = true);
return CommandLine.Run(args);
