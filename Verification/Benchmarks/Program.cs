using System.Reflection;
using BenchmarkDotNet.Running;
using CnnVerified.Verification.Benchmarks;

BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(args, new BenchmarkConfig());
