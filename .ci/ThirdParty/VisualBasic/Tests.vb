Imports CnnVerified.Verification
Imports NUnit.Framework

Public Class Tests
    <Test>
    Public Sub Proven()
        GradientCheck.Of(Function(x) Math.Exp(x(0)) * x(1),
            Function(x) New Double() {Math.Exp(x(0)) * x(1), Math.Exp(x(0))}).At({0.5, -2.0}).Verify()
    End Sub

    <Test>
    Public Sub EveryCheck()
        GradientCheck.OfPointwise(Function(x) Math.Tanh(x), Function(x) 1 - Math.Tanh(x) ^ 2).At({0.5, -2.0}).Verify()
    End Sub

    <Test>
    Public Sub Planted()
        GradientCheck.Of(Function(x) Math.Exp(x(0)) * x(1), Function(x) New Double() {Math.Exp(x(0)), Math.Exp(x(0))}) _
            .At({0.5, -2.0}).Called("UnscaledGradient at 4×3").Verify()
    End Sub
End Class
