import React from "react";
export const View = ({ items }: { items: string[] }) => (
  <ul className="list" {...rest}>
    {items.map((i) => i && <li key={i}>{i}</li>)}
  </ul>
);
