/** Of each of some texts of SMT-LIB whether what it asserts can hold: `sat`, `unsat`, `unknown`, or what is wrong with the text. */
export type Solve = (texts: readonly string[]) => readonly string[];

/** Numbers that stand for what Z3 keeps. */
type Handle = number;

interface Z3 {
  global_param_set(name: string, value: string): void;
  mk_config(): Handle;
  mk_context(config: Handle): Handle;
  del_config(config: Handle): void;
  del_context(context: Handle): void;
  mk_solver(context: Handle): Handle;
  mk_simple_solver(context: Handle): Handle;
  solver_inc_ref(context: Handle, solver: Handle): void;
  solver_dec_ref(context: Handle, solver: Handle): void;
  mk_params(context: Handle): Handle;
  params_inc_ref(context: Handle, params: Handle): void;
  params_dec_ref(context: Handle, params: Handle): void;
  params_set_uint(context: Handle, params: Handle, name: Handle, value: number): void;
  mk_string_symbol(context: Handle, name: string): Handle;
  solver_set_params(context: Handle, solver: Handle, params: Handle): void;
  solver_from_string(context: Handle, solver: Handle, text: string): void;
  get_error_code(context: Handle): number;
  get_error_msg(context: Handle, code: number): string;
}

/** Z3 as it was compiled. Its `solver_check` above starts a thread for each question, which takes as long as most of the answers. */
interface Compiled {
  _Z3_solver_check(context: Handle, solver: Handle): number;
}

/** A question that takes more ends in "unknown", or ends the process. */
const mostMegabytes = "800";

/** Z3, which gives up after so much work, in units of its own: the same on every machine. Undefined where it is not installed. */
export async function loadZ3(effort: number): Promise<Solve | undefined> {
  const name = "z3-solver";
  const loaded = (await import(name).catch(() => undefined)) as
    | { init(): Promise<{ readonly Z3: Z3; readonly em: Compiled }> }
    | undefined;
  if (loaded === undefined) return undefined;
  const { Z3, em } = await loaded.init();
  Z3.global_param_set("memory_max_size", mostMegabytes);
  return (texts) => solveAll(Z3, em, texts, effort);
}

/** In one context: to make one takes longer than most questions. */
function solveAll(z3: Z3, compiled: Compiled, texts: readonly string[], effort: number): readonly string[] {
  const config = z3.mk_config();
  const context = z3.mk_context(config);
  const answers = texts.map((text) => {
    const solve = (solver: Handle) => solveWith(z3, compiled, context, solver, text, effort);
    // The simple solver is quicker by half; what it gives up, the other one may know.
    const quick = solve(z3.mk_simple_solver(context));
    return quick === "unknown" ? solve(z3.mk_solver(context)) : quick;
  });
  z3.del_context(context);
  z3.del_config(config);
  return answers;
}

function solveWith(
  z3: Z3,
  compiled: Compiled,
  context: Handle,
  solver: Handle,
  text: string,
  effort: number,
): string {
  z3.solver_inc_ref(context, solver);
  try {
    limit(z3, context, solver, effort);
    z3.solver_from_string(context, solver, text);
    const error = z3.get_error_code(context);
    if (error !== 0) return `error: ${z3.get_error_msg(context, error)}`;
    return ["unsat", "unknown", "sat"][compiled._Z3_solver_check(context, solver) + 1] ?? "unknown";
  } finally {
    z3.solver_dec_ref(context, solver);
  }
}

function limit(z3: Z3, context: Handle, solver: Handle, effort: number): void {
  const params = z3.mk_params(context);
  z3.params_inc_ref(context, params);
  z3.params_set_uint(context, params, z3.mk_string_symbol(context, "rlimit"), effort);
  z3.solver_set_params(context, solver, params);
  z3.params_dec_ref(context, params);
}
