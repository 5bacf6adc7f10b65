module Tests

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
        let struct (layer, x, _) = geometry.Draw<float>()
        Assert.That<CnnVerified.Layers.Dense<float>>(layer, CorrectGradientsConstraint().At(x))

[<Test>]
let Planted () = GradientCheck.Of(f, planted).At([| 0.5; -2.0 |]).Called("UnscaledGradient at 4×3").Verify()
