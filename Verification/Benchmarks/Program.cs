using System.Reflection;
using BenchmarkDotNet.Running;
using CnnVerified.Verification.Benchmarks;

if (Commands.Knows(args)) return Commands.Run(args);
BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args, new BenchmarkConfig());
return 0;
