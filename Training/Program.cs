using CnnVerified.Training;

return CommandLine.Run(args);
