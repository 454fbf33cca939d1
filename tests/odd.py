"""Formulas and starts with gaps, cliffs and overflows, for robustness tests."""

ODD_FORMULAS = (
    "sqrt(0.0001-(x-0.33)^2)+y^2",
    "1e300*x",
    "1e155*x+y^2",
    "1e-170*(x+y)",
    "1e-300*x*y",
    "5e-324*y",
    "exp(x*100)+y^2",
    "exp(exp(x))",
    "log(x)+y^2",
    "log(-1-x^2)",
    "x^2/0*y",
    "1/(x^2+y^2)",
    "7",
    "sign(x)+floor(3*y)",
    "x-log(x)+y^2",
    "-1e308*x^2",
    "x^100",
    "1e154*(x^2+y^2)",
    "1e200*(x-1)^2+1e-200*y^2",
    "x^0.5*y^0.1",
    "exp(-1000*(x^2+y^2))",
    "-x^4-y^4",
    "0.7*x-1.1*y",
)
ODD_STARTS = ((0.332, 1.0), (1.0, 1.0), (0.0, 0.0), (-2.9, 2.9), (100.0, -50.0), (1e6, 1e6), (1e-160, 1e-160))
