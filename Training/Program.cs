using CnnVerified.Training;
var s = new ExperimentSettings { Seed = args.Length > 0 ? uint.Parse(args[0]) : 0 };
var w = System.Diagnostics.Stopwatch.StartNew();
var e = new Experiment<double>(s);
Console.WriteLine(w.Elapsed);
for (var i = 0; i < 5; i++) Console.WriteLine($"{e.TrainEpoch()} {w.Elapsed}");
Console.WriteLine(e.CountCorrect(CnnVerified.Training.Data.Digits.HeldOut));
Console.WriteLine(w.Elapsed);
