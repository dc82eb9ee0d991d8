type Identity = { hub: string; title: string; basePath: string };

/** Which hub this is, wherever a page or the health route has to say so. `basePath` is empty for the hub at "/". */
export const identity: Identity = {
  hub: "{{ name }}",
  title: "{{ title }}",
  basePath: "{{ base_path }}",
};
