module Tests

open System.Linq
open CnnVerified.Verification
open FsCheck.FSharp
open NUnit.Framework

let f (x: float[]) = exp x[0] * x[1]
let gradient (x: float[]) = [| exp x[0] * x[1]; exp x[0] |]
let planted (x: float[]) = [| exp x[0]; exp x[0] |]

[<Test>]
let Proven () = GradientCheck.Of(f, gradient).At([| 0.5; -2.0 |]).Verify()

[<Test>]
let EveryCheck () =
    for geometry in GeometryArbitraries.Dense().Generator |> Gen.sample 3 do
        let layer = geometry.Build()
        Assert.That(layer, CorrectGradientsConstraint().At(geometry.X.Sizes.ToArray()))

[<Test>]
let Planted () = GradientCheck.Of(f, planted).At([| 0.5; -2.0 |]).Called("UnscaledGradient at 4×3").Verify()
