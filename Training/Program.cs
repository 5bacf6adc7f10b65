using CnnVerified.Training.Commands;

// Words and numbers are the same wherever the program runs.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
Console.SetOut(OutputUntilClosed.OfProgram());
Console.SetError(OutputUntilClosed.OfErrors());
FileSizeLimit.IsLikeAFullDisk();
return CommandLine.Run(args);
