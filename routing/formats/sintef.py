"""Solutions as the SINTEF tables keep them: ``Route 1 : 3 5 6``, node numbers of the file."""

from routing.model import Plan, Problem


def write_solution(problem: Problem, plan: Plan) -> str:
    """The plan of an instance, one route a line; places are named by node numbers there."""
    routes = [
        f"Route {number} : {' '.join(visit.place for visit in route.visits)}"
        for number, route in enumerate(plan.routes, start=1)
    ]
    return "\n".join([f"Instance name : {problem.name}", "Solution", *routes, ""])
