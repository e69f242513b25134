export interface Contact {
  readonly email: string;
  readonly phone?: string;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}
