/** The script of a worker, as a text. */
declare module "worker:*" {
  const code: string;
  export default code;
}
